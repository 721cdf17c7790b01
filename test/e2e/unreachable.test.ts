/** What is seen in the editor while Claritalk cannot be reached. */
import { randomUUID } from 'node:crypto';

import { connect, type Connection, node, OWNER, patOf } from './connect';
import { cutOffTexts } from './cutOff';
import { Editor } from './editor';
import { freePort } from './ports';

let connection: Connection;
let editor: Editor;
let url: string;

beforeAll(async () => {
	connection = await connect();
	const { session } = connection;
	url = `http://127.0.0.1:${await freePort()}`;
	const data = patOf({ url, token: 'token-of-nowhere' });
	const credential = await session.createCredential('Nowhere', 'claritalkApi', data);
	const trigger = node('Trigger', 'n8n-nodes-claritalk.claritalkTrigger', {}, credential);
	const workflow = await session.createWorkflow({
		name: 'Nowhere',
		nodes: [{ ...trigger, webhookId: randomUUID() }],
		connections: {},
	});
	editor = await Editor.open(connection.url, OWNER);
	await editor.openWorkflow(workflow);
});
afterAll(async () => {
	await editor?.close();
	await connection.sandbox.close();
});

it('the dialog of the credential says where it was looked for, and what to check', async () => {
	const panel = await editor.openNode('Trigger');
	await panel.getByTestId('credential-edit-button').click();
	const dialog = editor.page.getByTestId('editCredential-modal');
	await dialog.getByText('More details').click();
	await dialog
		.getByText(
			`Claritalk could not be reached at ${url}. The host refuses connections. Check Environment and Base URL`,
		)
		.waitFor();
	await editor.screenshot('unreachable-dialog');
	expect(await cutOffTexts(editor, dialog)).toEqual([]);
	await dialog.getByRole('button', { name: 'Close' }).click();
	await editor.closeNode();
});

it('publishing says the same, and nothing is published', async () => {
	const { page } = editor;
	await page.getByTestId('workflow-open-publish-modal-button').click();
	await page.getByTestId('workflow-publish-button').click();
	await page.getByText(`Claritalk could not be reached at ${url}`).first().waitFor();
	await editor.screenshot('unreachable-publishing');
	expect(await page.getByText('Workflow published').count()).toBe(0);
});
