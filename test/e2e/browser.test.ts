import type { Locator } from 'playwright-core';

import { SERVICE_ACCOUNT } from '../sandbox/oauth';
import { USER_TOKEN } from '../sandbox/tokens';
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

	it('shows its nodes and its note, and no issue', async () => {
		for (const { name, type } of workflow.nodes) {
			const drawn = type.endsWith('stickyNote')
				? editor.page.getByText('How it works')
				: editor.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
			expect(await drawn.isVisible()).toBe(true);
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

describe("a credential made in a node's dialog", () => {
	const kinds = [
		{
			kind: 'Personal Access Token',
			secret: 'accessToken',
			fields: { accessToken: USER_TOKEN },
			says: /^Claritalk refused the token\. .*Make a new one\. In Claritalk: Settings › API Tokens/,
		},
		{
			kind: 'Service Account',
			secret: 'clientSecret',
			fields: SERVICE_ACCOUNT,
			says: /^The login to Claritalk failed\. Claritalk refused Client ID or Client Secret\./,
		},
	];

	it.each(kinds)(
		'of the kind $kind, chosen there, is tested in words',
		async ({ kind, secret, fields, says }) => {
			const { page } = editor;
			const draft = await connection.session.createWorkflow({
				name: `A new ${kind}`,
				nodes: [node('Claritalk', 'n8n-nodes-claritalk.claritalk')],
				connections: {},
			});
			await editor.openWorkflow(draft);
			const panel = await editor.openNode('Claritalk');
			await panel.getByTestId('node-credentials-select').click();
			await page.getByTestId('node-credentials-select-item-new').click();

			const dialog = page.getByTestId('editCredential-modal');
			for (const chosen of ['OAuth2', kind]) {
				await dialog.getByTestId('credential-mode-dropdown-trigger').click();
				await page.getByRole('menuitem', { name: chosen }).click();
			}
			const input = (name: string) => dialog.getByTestId(`parameter-input-${name}`);
			const fill = async (values: object) => {
				for (const [name, value] of Object.entries(values)) {
					await input(name)
						.locator('input')
						.fill(value as string);
				}
			};
			await input(secret).waitFor();
			await editor.screenshot(`dialog-${kind}`);
			await input('environment').click();
			await page.getByRole('option', { name: 'Custom' }).click();
			await fill({ ...fields, baseUrl: connection.sandbox.url, [secret]: 'mistyped' });
			const sent = page.waitForRequest('**/rest/credentials/test');
			await dialog.getByTestId('credential-save-button').click();
			// What the tests without a browser take over from here.
			expect((await sent).postDataJSON()).toHaveProperty('credentials.data.oauthTokenData', null);
			await dialog.getByText('More details').click();
			const message = dialog.getByText(says);
			await message.waitFor();
			await editor.screenshot(`dialog-${kind}-wrong`);

			// n8n closes the dialog of a credential that works.
			await fill(fields);
			await dialog.getByTestId('credential-save-button').click();
			await dialog.waitFor({ state: 'hidden' });
			await panel.getByTestId('credential-edit-button').click();
			await dialog.getByTestId('credentials-config-container-test-success').waitFor();
			expect(await message.isVisible()).toBe(false);
			await editor.screenshot(`dialog-${kind}-right`);
		},
	);
});
