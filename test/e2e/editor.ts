import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { INode } from 'n8n-workflow';
import { type Browser, chromium, type Locator, type Page, selectors } from 'playwright-core';

import { LOCAL } from './paths';
import type { Owner } from './rest';

const CHROMIUM = '/usr/bin/chromium';
const WAIT_MS = 30_000;
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

selectors.setTestIdAttribute('data-test-id');

/** n8n's editor in a real browser, logged in. */
export class Editor {
	/** What went wrong in the page: script errors, what it logged as an error, and requests that n8n refused. */
	readonly problems: string[] = [];

	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		url: string,
	) {
		page.setDefaultTimeout(WAIT_MS);
		page.on('pageerror', ({ message }) => this.problems.push(message));
		page.on('console', (message) => {
			// What could not be loaded is told below, if it is n8n's own; the rest is on the internet.
			const isError = message.type() === 'error' && !/^Failed to load/.test(message.text());
			if (isError) this.problems.push(message.text());
		});
		page.on('response', (response) => {
			// Without an output schema the editor only shows less; it asks for one of every node.
			const isSchema = response.url().startsWith(`${url}/schemas/`);
			if (response.status() >= 400 && !isSchema) {
				this.problems.push(`${response.status()} ${response.url()}`);
			}
		});
	}

	/** @param look of the page, beside its address and size */
	static async open(
		url: string,
		owner: Owner,
		look: { colorScheme?: 'light' | 'dark'; viewport?: { width: number; height: number } } = {},
	): Promise<Editor> {
		if (!existsSync(CHROMIUM)) {
			throw new Error(`The browser tests need ${CHROMIUM}: apt-get install chromium`);
		}
		const browser = await chromium.launch({
			executablePath: CHROMIUM,
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
				'--no-first-run',
			],
		});
		const page = await browser.newPage({
			baseURL: url,
			viewport: { width: 1440, height: 900 },
			...look,
		});
		const editor = new Editor(browser, page, url);
		await editor.logIn(owner);
		return editor;
	}

	private async logIn({ email, password }: Owner): Promise<void> {
		await this.page.goto('/signin');
		await this.page.getByTestId('emailOrLdapLoginId').getByRole('textbox').fill(email);
		await this.page.locator('input[type=password]').fill(password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.waitForURL(({ pathname }) => pathname !== '/signin');
		// The sign-in page asks first whether one is logged in already: not yet.
		this.problems.length = 0;
	}

	/** Opens a workflow, and resolves when all its nodes are drawn. */
	async openWorkflow({ id, nodes }: { id: string; nodes: INode[] }): Promise<void> {
		await this.page.goto(`/workflow/${id}`);
		// A note is drawn, too, but not as a node.
		const last = nodes.filter(({ type }) => type !== STICKY_NOTE).length - 1;
		await this.page.getByTestId('canvas-node').nth(last).waitFor();
	}

	/** Opens a canvas with nothing on it. */
	async newWorkflow(): Promise<void> {
		// What is opened on the canvas before all is loaded is closed again.
		await this.page.goto('/workflow/new', { waitUntil: 'networkidle' });
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	/** Searches the open list of nodes; gives what is found. */
	async searchNodes(text: string): Promise<Locator> {
		const creator = this.page.getByTestId('node-creator');
		await creator.getByTestId('node-creator-search-bar').fill(text);
		return creator.getByTestId('item-iterator-item');
	}

	/** Adds a node from the open list of nodes; gives its panel. */
	async addNode(text: string, entry: string, action?: string): Promise<Locator> {
		const found = await this.searchNodes(text);
		const named = (name: string) =>
			found.filter({ has: this.page.getByText(name, { exact: true }) });
		await named(entry).first().click();
		if (action) await named(action).first().click();
		return await this.panel();
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
	}

	/** Opens a node's panel. */
	async openNode(name: string): Promise<Locator> {
		await this.node(name).dblclick();
		return await this.panel();
	}

	private async panel(): Promise<Locator> {
		const panel = this.page.getByTestId('ndv');
		await panel.getByTestId('node-parameters').waitFor();
		return panel;
	}

	/** Clicks the button that runs the node whose panel is open, or listens for its event. */
	async executeStep(panel: Locator): Promise<void> {
		await panel.getByTestId('node-execute-button').first().click();
	}

	/** Opens the dialog of a new credential from a node's panel. */
	async newCredential(panel: Locator): Promise<Locator> {
		await panel.getByTestId('node-credentials-select').click();
		await this.page.getByTestId('node-credentials-select-item-new').click();
		return this.page.getByTestId('editCredential-modal');
	}

	/** Chooses the kind of credential in its dialog. */
	async chooseKind(dialog: Locator, kind: string): Promise<void> {
		await dialog.getByTestId('credential-mode-dropdown-trigger').click();
		await this.page.getByRole('menuitem', { name: kind }).click();
	}

	/** Types into the fields of a credential's dialog, in the environment Custom. */
	async fillCredential(dialog: Locator, fields: Record<string, string>): Promise<void> {
		const input = (name: string) => dialog.getByTestId(`parameter-input-${name}`);
		if (!(await input('baseUrl').isVisible())) {
			await input('environment').click();
			await this.page.getByRole('option', { name: 'Custom' }).click();
		}
		for (const [name, value] of Object.entries(fields)) {
			await input(name).locator('input').fill(value);
		}
	}

	/** Pastes a text on the canvas, as from a file. */
	async paste(text: string): Promise<void> {
		await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
		await this.page
			.getByTestId('canvas')
			.first()
			.click({ position: { x: 50, y: 150 } });
		await this.page.keyboard.press('Control+V');
	}

	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('ndv').waitFor({ state: 'hidden' });
	}

	/** Keeps pictures of the page, light and dark, for a person to look at. */
	async screenshot(name: string): Promise<void> {
		for (const colorScheme of ['dark', 'light'] as const) {
			await this.page.emulateMedia({ colorScheme });
			await this.page.screenshot({
				path: join(LOCAL, 'screenshots', `${name}-${colorScheme}.png`),
				animations: 'disabled',
			});
		}
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
