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
	/** What went wrong in the page: script errors, and requests that n8n refused. */
	readonly problems: string[] = [];

	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		url: string,
	) {
		page.setDefaultTimeout(WAIT_MS);
		page.on('pageerror', ({ message }) => this.problems.push(message));
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

	/** Opens a node's panel. */
	async openNode(name: string): Promise<Locator> {
		await this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
		const panel = this.page.getByTestId('ndv');
		await panel.getByTestId('node-parameters').waitFor();
		return panel;
	}

	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('ndv').waitFor({ state: 'hidden' });
	}

	/** Keeps a picture of the page for a person to look at. */
	async screenshot(name: string): Promise<void> {
		await this.page.screenshot({
			path: join(LOCAL, 'screenshots', `${name}.png`),
			animations: 'disabled',
		});
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
