import type { Locator } from 'playwright-core';

import { chain, connect, type Connection, node, OWNER } from './connect';
import { Editor } from './editor';
import { useExample } from './example';
import type { Workflow } from './rest';

let connection: Connection;
let workflow: Workflow;
let editor: Editor;

beforeAll(async () => {
	connection = await connect();
	workflow = await useExample(connection.session, connection.credential);
	editor = await Editor.open(connection.url, OWNER);
});
afterEach(() => {
	expect(editor.problems).toEqual([]);
});
afterAll(async () => {
	await editor?.close();
	await connection.session.deactivate(workflow);
	await connection.sandbox.close();
});

/** The text that a parameter shows for its value. */
const shown = async (panel: Locator, parameter: string) =>
	await panel.getByTestId(`parameter-input-${parameter}`).getByRole('combobox').inputValue();

const isOn = async (panel: Locator, parameter: string) =>
	await panel.getByTestId(`parameter-input-${parameter}`).getByRole('switch').isChecked();

describe("the example workflow in n8n's editor", () => {
	beforeAll(async () => await editor.openWorkflow(workflow));

	it('shows three nodes and no issue', async () => {
		for (const { name } of workflow.nodes) {
			expect(await editor.page.getByText(name, { exact: true }).isVisible()).toBe(true);
		}
		expect(await editor.page.getByTestId('node-issues').count()).toBe(0);
		await editor.screenshot('workflow');
	});

	it("shows the action node's resource, operation and parameters", async () => {
		const panel = await editor.openNode('Get Meeting');
		expect(await shown(panel, 'resource')).toBe('Meeting');
		expect(await shown(panel, 'operation')).toBe('Get');
		expect(await panel.getByTestId('resource-locator-meetingId').textContent()).toContain(
			'$json.meetingId',
		);
		expect(await isOn(panel, 'simplify')).toBe(true);
		expect(await panel.getByTestId('parameter-issues').count()).toBe(0);
		await editor.screenshot('claritalk');
		await editor.closeNode();
	});

	it("shows the trigger's parameters", async () => {
		const panel = await editor.openNode('Claritalk Trigger');
		const events = panel.getByTestId('parameter-input-events');
		expect(await events.textContent()).toContain('Meeting Processed');
		expect(await isOn(panel, 'simplify')).toBe(true);
		expect(await panel.getByTestId('parameter-issues').count()).toBe(0);
		await editor.screenshot('trigger');
		await editor.closeNode();
	});

	it("shows the credential's fields, hides the token, and tests it", async () => {
		const { sandbox } = connection;
		const panel = await editor.openNode('Get Meeting');
		await panel.getByTestId('credential-edit-button').click();

		const dialog = editor.page.getByTestId('editCredential-modal');
		await dialog.getByTestId('credentials-config-container-test-success').waitFor();
		expect(await shown(dialog, 'environment')).toBe('Custom');
		const baseUrl = dialog.getByTestId('parameter-input-baseUrl').getByRole('textbox');
		expect(await baseUrl.inputValue()).toBe(sandbox.url);
		const token = dialog.getByTestId('parameter-input-accessToken').locator('input');
		expect(await token.getAttribute('type')).toBe('password');
		expect(await token.inputValue()).not.toContain(sandbox.token);
		await editor.screenshot('credential');
	});
});

describe('a new Claritalk node in the editor', () => {
	it('offers the meetings of the API to choose from', async () => {
		const { session, sandbox, credential } = connection;
		const draft = await session.createWorkflow({
			name: 'One meeting',
			nodes: [
				node('Start', 'n8n-nodes-base.manualTrigger'),
				node('Claritalk', 'n8n-nodes-claritalk.claritalk', { operation: 'get' }, credential),
			],
			connections: chain('Start', 'Claritalk'),
		});
		await editor.openWorkflow(draft);
		const panel = await editor.openNode('Claritalk');
		await panel.getByTestId('rlc-input').click();
		const items = editor.page.getByTestId('rlc-item');
		await items.first().waitFor();
		expect((await items.allTextContents()).join()).toContain(sandbox.store.meetings[0].title);
		await editor.screenshot('meetings');
	});
});
