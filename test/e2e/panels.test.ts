/** Every operation's panel, as someone sees it who just chose it. */
import { resources } from '../../nodes/Claritalk/resources';
import { connect, type Connection, node, OWNER } from './connect';
import { cutOffTexts } from './cutOff';
import { Editor } from './editor';

const PANELS = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({
		name: `${resource.value}-${operation.value}`,
		resource,
		operation,
	})),
);

let connection: Connection;
let editor: Editor;

beforeAll(async () => {
	connection = await connect();
	const { session, credential, url } = connection;
	const nodes = PANELS.map(({ name, resource, operation }, index) => ({
		...node(
			name,
			'n8n-nodes-claritalk.claritalk',
			{ resource: resource.value, operation: operation.value },
			credential,
		),
		position: [240 * (index % 5), 200 * Math.floor(index / 5)] as [number, number],
	}));
	const workflow = await session.createWorkflow({ name: 'Panels', nodes, connections: {} });
	editor = await Editor.open(url, OWNER);
	await editor.openWorkflow(workflow);
});
afterEach(async () => await editor.closeNode());
afterAll(async () => {
	await editor?.close();
	await connection.sandbox.close();
});

it.each(PANELS)(
	'$name shows its parameters, and what is not confirmed',
	async ({ name, operation }) => {
		const panel = await editor.openNode(name);
		const text = (await panel.getByTestId('node-parameters').textContent()) ?? '';
		for (const { type, displayName, displayOptions } of operation.properties) {
			if (type !== 'notice' && !displayOptions) expect(text).toContain(displayName);
		}
		expect(text.includes('Not yet confirmed by Claritalk')).toBe(operation.endpoint !== undefined);
		expect(text.includes('Needs a service account')).toBe(
			operation.endpoint?.caller === 'serviceAccount',
		);
		await editor.screenshot(`panel-${name}`);
		expect(await cutOffTexts(editor, panel.getByTestId('node-parameters'))).toEqual([]);
		expect(editor.problems).toEqual([]);
	},
);

it('a label that is too long would be seen', async () => {
	const panel = await editor.openNode(PANELS[0].name);
	const parameters = panel.getByTestId('node-parameters');
	await parameters.evaluate((element) => {
		const label = element.querySelector('label');
		label.textContent = 'A label that is too long '.repeat(20);
		label.style.cssText = 'display: block; overflow: hidden; white-space: nowrap';
	});
	expect(await cutOffTexts(editor, parameters)).toHaveLength(4);
});
