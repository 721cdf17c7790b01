/**
 * A walk through n8n's editor in a real browser, as a new user takes it, from an empty canvas to the PDF in one's hands.
 * Each step builds on those before it: after one that failed, the next ones fail, too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';

import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../sandbox/oauth';
import { USER_TOKEN } from '../sandbox/tokens';
import type { Meeting } from '../sandbox/types';
import { connect, type Connection, OWNER } from './connect';
import { cutOffTexts } from './cutOff';
import { Editor } from './editor';
import { LOCAL, ROOT } from './paths';
import { poll } from './poll';
import type { WorkflowDraft } from './rest';

const EXAMPLES = join(ROOT, 'examples');
const UNKNOWN_ID = '2f0c7a34-0000-4000-8000-00000000dead';

let connection: Connection;
/** The meeting that is chosen from the list. */
let chosen: Meeting;
let editor: Editor;
let page: Page;
/** The ID of the workflow that is published. */
let published: string | undefined;

beforeAll(async () => {
	connection = await connect();
	editor = await Editor.open(connection.url, OWNER);
	page = editor.page;
});
afterEach(() => {
	expect(editor.problems).toEqual([]);
});
afterAll(async () => {
	await editor?.close();
	if (published) await connection.session.deactivate({ id: published });
	await connection.sandbox.close();
});

const output = (panel: Locator) => panel.getByTestId('output-panel');
const names = async (items: Locator) =>
	(await items.getByTestId('node-creator-item-name').allTextContents()).map((name) => name.trim());

/** Shows what a node gave, or got, as a schema, a table, JSON or files. */
async function show(side: Locator, mode: 'schema' | 'table' | 'json' | 'binary'): Promise<Locator> {
	await side.getByTestId(`radio-button-${mode}`).click();
	return side.getByTestId('ndv-data-container');
}

/** Waits until a text stands in what a node gave, shown in one way, and keeps a picture of it. */
async function see(
	panel: Locator,
	mode: 'schema' | 'table' | 'json',
	text: string,
	picture: string,
): Promise<Locator> {
	const data = await show(output(panel), mode);
	await data.filter({ hasText: text }).waitFor();
	await editor.screenshot(`walk-${picture}-${mode}`);
	return data;
}

/** Keeps a picture of a panel or dialog, and finds no text in it that is cut off. */
async function lookAt(name: string, part: Locator): Promise<void> {
	await editor.screenshot(`walk-${name}`);
	expect(await cutOffTexts(editor, part)).toEqual([]);
}

/** The file behind the button that downloads it. */
async function download(panel: Locator): Promise<Buffer> {
	const files = await show(output(panel), 'binary');
	const started = page.waitForEvent('download');
	await files.getByTestId('ndv-download-binary-data').click();
	return readFileSync(await (await started).path());
}

/** The report that an event brings along. */
function reportIn({ data }: { data: object }): Buffer {
	const { files } = data as { files: { content: string } };
	return Buffer.from(files.content, 'base64');
}

/** Waits until Claritalk sends events to an address of this kind. */
async function untilRegistered(path: '/webhook/' | '/webhook-test/'): Promise<void> {
	const address = async () => connection.sandbox.webhookUrl;
	await poll(`an address with ${path}`, address, (one) => one?.includes(path) ?? false);
}

/** Saves the dialog of a credential with a wrong secret, and then with the right one. */
async function save(
	dialog: Locator,
	fields: Record<string, string>,
	secret: string,
	says: RegExp,
): Promise<void> {
	const baseUrl = connection.sandbox.url;
	await editor.fillCredential(dialog, { ...fields, baseUrl, [secret]: 'mistyped' });
	await dialog.getByTestId('credential-save-button').click();
	await dialog.getByText('More details').click();
	await dialog.getByText(says).waitFor();
	await lookAt(`dialog-${secret}-wrong`, dialog);

	// n8n closes the dialog of a credential that works.
	await editor.fillCredential(dialog, fields);
	await dialog.getByTestId('credential-save-button').click();
	await dialog.waitFor({ state: 'hidden' });
}

/** What is left undone: nothing, unless a step failed that the next ones build on. */
let undone: string | undefined;

/** A step of the walk; after one that failed the next ones fail at once. */
function step(name: string, walk: () => Promise<void>): void {
	it(name, async () => {
		if (undone) throw new Error(`A step before this one failed: it ${undone}`);
		undone = name;
		await walk().catch(async (error) => {
			await editor.screenshot('walk-failed');
			throw error;
		});
		undone = undefined;
	});
}

async function closeDialog(dialog: Locator): Promise<void> {
	await dialog.getByRole('button', { name: 'Close' }).click();
	await dialog.waitFor({ state: 'hidden' });
}

it.each(['claritalk.svg', 'claritalk.dark.svg'])('the icon %s fills its square', async (file) => {
	const svg = readFileSync(join(ROOT, 'icons', file), 'utf8');
	const gaps = await page.locator('body').evaluate((body, text) => {
		const holder = body.ownerDocument.createElement('div');
		holder.innerHTML = text;
		body.append(holder);
		const square = holder.querySelector('svg').viewBox.baseVal;
		const shape = holder.querySelector('path').getBBox();
		holder.remove();
		const right = square.x + square.width - shape.x - shape.width;
		const below = square.y + square.height - shape.y - shape.height;
		return [shape.x - square.x, shape.y - square.y, right, below].map((gap) => gap / square.width);
	}, svg);
	for (const gap of gaps) expect(Math.abs(gap)).toBeLessThan(0.02);
});

describe('the webhook trigger', () => {
	step('is found on an empty canvas by words that a user knows', async () => {
		await editor.newWorkflow();
		await page.getByTestId('canvas-add-button').click();
		for (const word of ['notulen', 'transcription', 'claritalk']) {
			const found = await editor.searchNodes(word);
			await found.filter({ hasText: 'Claritalk Polling' }).waitFor();
			expect((await names(found)).slice(0, 2)).toEqual(['Claritalk', 'Claritalk Polling']);
		}
		await editor.screenshot('walk-search');
	});

	step('is added by one of its events', async () => {
		const panel = await editor.addNode('claritalk', 'Claritalk', 'On meeting processed');
		const events = panel.getByTestId('parameter-input-events');
		expect(await events.textContent()).toContain('Meeting Processed');
		await lookAt('trigger', panel.getByTestId('node-parameters'));
	});

	step('gets a personal access token, which is tested in words', async () => {
		const panel = page.getByTestId('ndv');
		const dialog = await editor.newCredential(panel);
		await dialog.getByTestId('parameter-input-accessToken').waitFor();
		await lookAt('dialog-token', dialog);
		await save(
			dialog,
			{ accessToken: USER_TOKEN },
			'accessToken',
			/^Claritalk refused the token\. .*Make a new one\. In Claritalk: Settings › API Tokens/,
		);
	});

	step('hides the token in the credential that is opened again, and finds it good', async () => {
		await page.getByTestId('ndv').getByTestId('credential-edit-button').click();
		const dialog = page.getByTestId('editCredential-modal');
		await dialog.getByTestId('credentials-config-container-test-success').waitFor();
		const token = dialog.getByTestId('parameter-input-accessToken').locator('input');
		expect(await token.getAttribute('type')).toBe('password');
		expect(await token.inputValue()).not.toContain(USER_TOKEN);
		await lookAt('dialog-token-right', dialog);
		await closeDialog(dialog);
		await editor.closeNode();
	});
});

describe('the action node', () => {
	step('is added behind the trigger by what it is to do', async () => {
		await page.getByTestId('canvas-handle-plus').click();
		const found = await editor.searchNodes('claritalk');
		await found.filter({ hasText: 'Claritalk Polling' }).waitFor();
		await editor.screenshot('walk-search-action');
		const panel = await editor.addNode('claritalk', 'Claritalk', 'Get a meeting');
		const operation = panel.getByTestId('parameter-input-operation').getByRole('combobox');
		expect(await operation.inputValue()).toBe('Get');
	});

	step('gets a service account, chosen in the dialog and tested in words', async () => {
		const dialog = await editor.newCredential(page.getByTestId('ndv'));
		await editor.chooseKind(dialog, 'OAuth2');
		await editor.chooseKind(dialog, 'Service Account');
		await dialog.getByTestId('parameter-input-clientSecret').waitFor();
		await lookAt('dialog-service-account', dialog);
		const sent = page.waitForRequest('**/rest/credentials/test');
		await save(
			dialog,
			SERVICE_ACCOUNT,
			'clientSecret',
			/^The login to Claritalk failed\. Claritalk refused Client ID or Client Secret\./,
		);
		// What the tests without a browser take over from here.
		expect((await sent).postDataJSON()).toHaveProperty('credentials.data.oauthTokenData', null);
		await page.getByTestId('ndv').getByTestId('credential-edit-button').click();
		await dialog.getByTestId('credentials-config-container-test-success').waitFor();
		await closeDialog(dialog);
	});

	step('gets a login by OAuth2, made on the consent page', async () => {
		const dialog = await editor.newCredential(page.getByTestId('ndv'));
		await editor.chooseKind(dialog, 'OAuth2');
		await dialog.getByText('OAuth Redirect URL', { exact: true }).waitFor();
		await editor.fillCredential(dialog, { ...OAUTH_CLIENT, baseUrl: connection.sandbox.url });
		await lookAt('dialog-oauth2', dialog);
		const popup = page.waitForEvent('popup');
		await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
		const consent = await popup;
		await consent.locator('#allow').waitFor();
		await consent.screenshot({ path: join(LOCAL, 'screenshots', 'walk-consent.png') });
		await consent.locator('#allow').click();
		// n8n closes the dialog of a credential that is connected.
		await dialog.waitFor({ state: 'hidden' });
		const { tokenRequests } = connection.sandbox.oauth;
		expect(tokenRequests.at(-1)).toMatchObject({ grantType: 'authorization_code', status: 200 });
		await page.getByTestId('ndv').getByTestId('credential-edit-button').click();
		await dialog.getByText('Account connected').waitFor();
		await lookAt('dialog-oauth2-connected', dialog);
		await closeDialog(dialog);
	});

	step('offers the meetings of the API to choose from, the newest first', async () => {
		const { meetings } = connection.sandbox.store;
		[chosen] = [...meetings].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
		const panel = page.getByTestId('ndv');
		await panel.getByTestId('rlc-input').click();
		const items = page.getByTestId('rlc-item');
		await items.first().waitFor();
		await editor.screenshot('walk-meetings');
		const first = String(await items.first().textContent()).trim();
		expect(first.startsWith(`${chosen.title} · `)).toBe(true);
		expect(first).toMatch(/ · \d+ \w+ \d{4} \d\d:\d\d$/);
		await items.first().click();
		await lookAt('action', panel.getByTestId('node-parameters'));
		await editor.closeNode();
	});

	step('shows to the next node what it will give before anything has run', async () => {
		await editor.node('Get a meeting').getByTestId('canvas-handle-plus').click();
		const panel = await editor.addNode('edit fields', 'Edit Fields (Set)');
		const input = panel.getByTestId('ndv-input-panel');
		await input.getByTestId('schema-preview-warning').waitFor();
		for (const field of ['title', 'summary', 'todos', 'meetingId']) {
			await input.getByText(field, { exact: true }).first().waitFor();
		}
		await editor.screenshot('walk-schema-before');
		await editor.closeNode();
	});
});

describe('a test event', () => {
	step('comes while the trigger listens, as schema, table, JSON and PDF', async () => {
		const listening = await editor.openNode('Claritalk Trigger');
		await editor.executeStep(listening);
		await listening.getByText('Listening for test event').waitFor();
		await untilRegistered('/webhook-test/');
		await editor.screenshot('walk-listening');
		await editor.closeNode();
		await page.getByText('Finish a meeting in Claritalk. It can take some minutes').waitFor();
		await editor.screenshot('walk-listening-canvas');
		const title = 'Overleg over de marge';
		const { envelope, delivery } = await connection.sandbox.processMeeting(undefined, { title });
		expect(delivery.status).toBe(200);

		const panel = await editor.openNode('Claritalk Trigger');
		await see(panel, 'schema', title, 'event');
		const table = await see(panel, 'table', title, 'event');
		expect(await table.locator('th').allTextContents()).toEqual(
			expect.arrayContaining(['event', 'title', 'status', 'summary', 'todos']),
		);
		await see(panel, 'json', title, 'event');
		expect((await download(panel)).equals(reportIn(envelope))).toBe(true);
		await editor.screenshot('walk-event-pdf');
		await editor.closeNode();
	});
});

describe('one step', () => {
	step('gives the chosen meeting as schema, table and JSON', async () => {
		const panel = await editor.openNode('Get a meeting');
		await editor.executeStep(panel);
		await output(panel).getByTestId('ndv-items-count').waitFor();
		await see(panel, 'table', chosen.title, 'step');
		await see(panel, 'json', chosen.title, 'step');
		await see(panel, 'schema', chosen.title, 'step');
	});

	step('says what is wrong with an ID that nobody knows, and what to do', async () => {
		const panel = page.getByTestId('ndv');
		await panel.getByTestId('rlc-mode-selector').click();
		await page.getByRole('option', { name: 'By ID' }).click();
		await panel.getByTestId('rlc-input').fill(UNKNOWN_ID);
		await editor.executeStep(panel);
		const message = panel.getByTestId('node-error-message');
		await message.waitFor();
		expect(await message.textContent()).toContain(
			`There is no meeting with the ID "${UNKNOWN_ID}"`,
		);
		expect(await panel.getByTestId('node-error-description').innerText()).toMatch(
			/^Check the ID, and whether this credential may see the meeting\.\s+Claritalk says: /,
		);
		await lookAt('wrong-id', output(panel));
	});

	step('marks what can be no ID before it runs', async () => {
		const panel = page.getByTestId('ndv');
		await panel.getByTestId('rlc-input').fill('meetings/1');
		await panel.getByTestId('parameter-issues').hover();
		await page.getByText('Not an ID: it holds only letters, digits, "-" and "_"').waitFor();
		await editor.screenshot('walk-no-id');
	});

	step('takes the ID from the trigger', async () => {
		const panel = page.getByTestId('ndv');
		await panel.getByTestId('rlc-input').fill('={{ $json.meetingId }}');
		const { meetingId } = connection.sandbox.store.meetings.at(-1) as { meetingId: string };
		await panel.getByText(meetingId, { exact: true }).first().waitFor();
		await editor.closeNode();
	});
});

describe('the published workflow', () => {
	step('says whom the events go to from now on', async () => {
		await page.getByTestId('workflow-open-publish-modal-button').click();
		await page.getByTestId('workflow-publish-button').click();
		await page
			.getByText('Claritalk now sends its events to this workflow, and to no other')
			.waitFor();
		await editor.screenshot('walk-published');
		await page.getByRole('button', { name: 'Got it' }).click();
		await untilRegistered('/webhook/');
		[, published] = /workflow\/(\w+)/.exec(page.url()) ?? [];
	});

	step('runs when Claritalk delivers, and gives the PDF in its execution', async () => {
		const { sandbox, session } = connection;
		const title = 'Overleg over de jaarrekening';
		const { envelope, delivery } = await sandbox.processMeeting(undefined, { title });
		expect(delivery.status).toBe(200);
		const id = String(published);
		const isOwn = ({ mode }: { mode: string }) => mode === 'webhook';
		const find = async () => (await session.executions({ id })).find(isOwn);
		const started = await poll('the execution', find, (one) => one !== undefined);

		await page.getByTestId('radio-button-executions').click();
		await page.getByTestId(`execution-details-${started?.id}`).click();
		await page
			.getByTestId(`execution-preview-details-${started?.id}`)
			.getByText('Succeeded')
			.waitFor();
		await editor.screenshot('walk-execution');
		const panel = await editor.openNode('Claritalk Trigger');
		expect((await download(panel)).equals(reportIn(envelope))).toBe(true);
		await editor.closeNode();
		const next = await editor.openNode('Get a meeting');
		await see(next, 'json', title, 'execution');
		await editor.closeNode();
	});
});

describe('the polling trigger', () => {
	it('gives the newest meeting when a test event is fetched', async () => {
		const title = 'Overleg over de btw';
		const { sandbox } = connection;
		sandbox.store.process(sandbox.store.createMeeting({ title }));
		await editor.newWorkflow();
		await page.getByTestId('canvas-add-button').click();
		const panel = await editor.addNode('claritalk', 'Claritalk Polling', 'On meeting processed');
		await chooseToken(panel);
		await lookAt('polling', panel.getByTestId('node-parameters'));
		await editor.executeStep(panel);
		await output(panel).getByTestId('ndv-items-count').waitFor();
		await see(panel, 'json', title, 'polling-event');
	});
});

describe("an AI agent's tool", () => {
	it('is added in the list of tools, with what a model needs to find a meeting', async () => {
		await editor.newWorkflow();
		await page.getByTestId('canvas-add-button').click();
		await (await editor.searchNodes('manual')).filter({ hasText: 'Trigger manually' }).click();
		await page.getByTestId('canvas-handle-plus').click();
		await editor.addNode('AI Agent', 'AI Agent');
		await editor.closeNode();
		await page
			.locator('[data-handleid="inputs/ai_tool/0"]')
			.getByTestId('canvas-handle-plus')
			.click();
		const panel = await editor.addNode('claritalk', 'Claritalk Tool');
		await chooseToken(panel);
		for (const filter of ['from', 'search', 'to']) {
			await panel.getByTestId(`parameter-input-${filter}`).waitFor();
		}
		await lookAt('tool', panel.getByTestId('node-parameters'));
	});

	it('finds what the model asks for', async () => {
		const { sandbox } = connection;
		const [{ title }] = sandbox.store.meetings;
		const panel = page.getByTestId('ndv');
		// The star beside the field is the one in the smallest part of the panel that holds both.
		const star = '*[@data-test-id="from-ai-override-button"]';
		await panel
			.getByTestId('parameter-input-search')
			.locator(`xpath=ancestor::*[.//${star}][1]//${star}`)
			.click();
		await editor.executeStep(panel);
		const dialog = page.getByTestId('fromAiParameters-modal');
		await dialog.getByRole('textbox').fill(title);
		await dialog.getByTestId('execute-workflow-button').click();
		await output(panel).getByTestId('ndv-items-count').waitFor();
		await see(panel, 'json', title, 'tool-output');
		expect(sandbox.requests.at(-1)).toMatchObject({ query: { search: title } });
	});
});

describe.each(readdirSync(EXAMPLES))('the example %s', (file) => {
	it('is pasted on a canvas as it is: its nodes and notes, and nothing to mend but credentials', async () => {
		const text = readFileSync(join(EXAMPLES, file), 'utf8');
		const { nodes } = JSON.parse(text) as WorkflowDraft;
		await editor.newWorkflow();
		await editor.paste(text);
		for (const { name, type, parameters } of nodes) {
			// Without Markdown's signs, and quotation marks, which n8n makes others of.
			const [title] = /\w[\w -]+/.exec(String(parameters.content)) ?? [];
			const isNote = type.endsWith('.stickyNote');
			const note = page.locator('.vue-flow__node').filter({ hasText: title });
			await (isNote ? note.first() : editor.node(name)).waitFor();
		}
		await editor.screenshot(`walk-${file}`);
		for (const { name } of nodes.filter(({ type }) => type.startsWith('n8n-nodes-claritalk.'))) {
			const panel = await editor.openNode(name);
			expect(await panel.getByTestId('parameter-issues').count()).toBe(0);
			await editor.closeNode();
		}
	});
});

/** Chooses the token of this walk's sandbox, where others may be there from other tests. */
async function chooseToken(panel: Locator): Promise<void> {
	const { credential } = connection;
	await panel.getByTestId('node-credentials-select').click();
	await page.getByTestId(`node-credentials-select-item-${credential.id}`).click();
}
