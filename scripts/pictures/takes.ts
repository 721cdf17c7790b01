import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { chain, node, OWNER } from '../../test/e2e/connect';
import { Editor } from '../../test/e2e/editor';
import { changed, exampleDraft } from '../../test/e2e/example';
import { freePort } from '../../test/e2e/ports';
import { poll } from '../../test/e2e/poll';
import type { Workflow } from '../../test/e2e/rest';
import { type Look, pathOf, type PictureName } from './shown';
import type { Stage } from './stage';

type Page = Editor['page'];
type Locator = ReturnType<Page['locator']>;

/** Takes one picture in one look. */
type Take = (stage: Stage, editor: Editor, look: Look) => Promise<void>;

/** Around what is shown, in pixels. */
const MARGIN = 24;

export const TAKES: Record<PictureName, Take> = {
	canvas: async ({ session, credential, other }, editor, look) => {
		const smtp = await other('smtp', { host: 'mail.example.com', port: 465 });
		const draft = changed(exampleDraft('mail-summary-and-report.json', credential), {
			'Mail Summary and Report': { credential: smtp },
		});
		await takeCanvas(editor, await session.createWorkflow(draft), pathOf('canvas', look));
	},

	dialog: async ({ session }, editor, look) => {
		const nodes = [node('Claritalk', 'n8n-nodes-claritalk.claritalk')];
		const workflow = await session.createWorkflow({ name: 'Dialog', nodes, connections: {} });
		await editor.openWorkflow(workflow);
		const panel = await editor.openNode('Claritalk');
		await panel.getByTestId('node-credentials-select').click();
		await editor.page.getByTestId('node-credentials-select-item-new').click();
		const dialog = editor.page.getByTestId('editCredential-modal');
		await dialog.getByTestId('credential-mode-dropdown-trigger').click();
		await editor.page.getByRole('menuitem').first().waitFor();
		await take(editor.page, dialog, pathOf('dialog', look));
	},

	trigger: async ({ session, sandbox, credential }, editor, look) => {
		const type = 'n8n-nodes-claritalk.claritalkTrigger';
		const workflow = await session.createWorkflow({
			name: 'Trigger',
			nodes: [
				{ ...node('Claritalk Trigger', type, {}, credential), webhookId: `pictures-${look}` },
			],
			connections: {},
		});
		await editor.openWorkflow(workflow);
		const panel = await editor.openNode('Claritalk Trigger');
		await panel.getByTestId('node-execute-button').first().click();
		await panel.getByText('Listening for test event').waitFor();
		await poll(
			'the test address',
			async () => sandbox.webhookUrl,
			(address) => address?.includes('/webhook-test/') ?? false,
		);
		await sandbox.processMeeting();
		const output = panel.getByTestId('output-panel');
		await output.getByText('Binary', { exact: true }).first().click();
		await output.getByText('application/pdf').first().waitFor();
		await take(editor.page, panel, pathOf('trigger', look));
	},

	output: async ({ session, credential }, editor, look) => {
		const parameters = { resource: 'meeting', operation: 'getMany', limit: 10 };
		const workflow = await session.createWorkflow({
			name: 'Output',
			nodes: [
				node('Start', 'n8n-nodes-base.manualTrigger'),
				node('Get Meetings', 'n8n-nodes-claritalk.claritalk', parameters, credential),
			],
			connections: chain('Start', 'Get Meetings'),
		});
		await editor.openWorkflow(workflow);
		const panel = await editor.openNode('Get Meetings');
		await panel.getByTestId('node-execute-button').first().click();
		const output = panel.getByTestId('output-panel');
		await output.getByText('Table', { exact: true }).click();
		await output.locator('table tbody tr').nth(3).waitFor();
		await take(editor.page, panel, pathOf('output', look));
	},

	agent: async ({ session, credential, other }, editor, look) => {
		const model = await other('openAiApi', { apiKey: 'none' });
		const draft = changed(exampleDraft('agent-about-meetings.json', credential), {
			Model: { credential: model },
		});
		await takeCanvas(editor, await session.createWorkflow(draft), pathOf('agent', look));
	},

	start: async (_stage, { page }, look) => {
		const colours = look === 'dark' ? '#e6e6e6; background: #1b1b1f' : '#222; background: #fafafa';
		const lines = await printedByStart();
		await page.setContent(
			`<pre style="display: inline-block; margin: 0; padding: 20px; font: 13px/1.5 'DejaVu Sans Mono', 'Liberation Mono', monospace; color: ${colours}"></pre>`,
		);
		const terminal = page.locator('pre');
		await terminal.evaluate((element, text) => {
			element.textContent = text;
		}, lines);
		await terminal.screenshot({ path: pathOf('start', look) });
	},
};

async function takeCanvas(editor: Editor, workflow: Workflow, path: string): Promise<void> {
	const { page } = editor;
	await editor.openWorkflow(workflow);
	// n8n's key for "fit to view".
	await page
		.getByTestId('canvas')
		.first()
		.click({ position: { x: 5, y: 5 } });
	await page.keyboard.press('1');
	await page.waitForTimeout(1_000);
	// Nodes with what stands below them, and the note.
	await take(page, page.locator('.vue-flow__node'), path, 60);
}

/**
 * Takes what all elements of a locator cover together.
 *
 * @param margin around it, in pixels
 */
async function take(page: Page, shown: Locator, path: string, margin = MARGIN): Promise<void> {
	// n8n's word that a step succeeded hides what it gave.
	await page
		.locator('.el-notification__closeBtn')
		.click({ timeout: 1_000 })
		.catch(() => {});
	// Whatever the mouse is over may explain itself.
	await page.mouse.move(0, 0);
	const boxes = await Promise.all((await shown.all()).map(async (one) => await one.boundingBox()));
	const known = boxes.filter((box) => box !== null);
	const x = Math.max(0, Math.min(...known.map((box) => box.x)) - margin);
	const y = Math.max(0, Math.min(...known.map((box) => box.y)) - margin);
	const right = Math.max(...known.map((box) => box.x + box.width)) + margin;
	const bottom = Math.max(...known.map((box) => box.y + box.height)) + margin;
	const clip = { x, y, width: right - x, height: bottom - y };
	await page.screenshot({ path, clip, animations: 'disabled' });
}

/** What `npm start` prints until everything is there. */
async function printedByStart(): Promise<string> {
	const env = {
		...process.env,
		N8N_PORT: String(await freePort()),
		CLARITALK_SANDBOX_PORT: String(await freePort()),
	};
	const command = ['--import', 'tsx', join(__dirname, '../start.ts')];
	const child = spawn(process.execPath, command, { env });
	let printed = '';
	await new Promise<void>((resolve, reject) => {
		child.stdout.on('data', (chunk: Buffer) => {
			printed += chunk.toString();
			if (printed.includes('Ctrl-C')) resolve();
		});
		child.once('exit', () => reject(new Error(`npm start ended: ${printed}`)));
	});
	child.kill('SIGINT');
	const usual = printed
		.replaceAll(env.N8N_PORT, '5678')
		.replaceAll(env.CLARITALK_SANDBOX_PORT, '8787');
	return `$ npm start\n${usual.trimEnd()}`;
}

/** Opens n8n's editor in one look. */
export async function openEditor({ n8n }: Stage, look: Look): Promise<Editor> {
	return await Editor.open(n8n.url, OWNER, {
		colorScheme: look,
		viewport: { width: 1440, height: 800 },
	});
}
