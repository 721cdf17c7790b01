/** Every row of docs/self-hosting.md in a real n8n, with what the row says and behind the proxy that it speaks of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { OWNER, patOf } from '../connect';
import { ROOT } from '../paths';
import { Session, type Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench, TRIGGER } from './bench';
import { newEnvelopes } from './deliveries';
import { type Proxy, startProxy } from './proxy';
import { publishAgain } from './publish';
import { registeredAddress, untilRegistered } from './registrations';
import { report } from './report';
import { expectRuns } from './runs';

/** How n8n may be asked for. */
interface SetUp {
	/** The first column of the page. */
	row: string;
	/** What the row sets, with the address of a proxy for the webhooks, and of one for the editor. */
	env: (proxy: string, editor: string) => Record<string, string>;
	/** What the proxies take; all if left out. */
	path?: string;
	/** Whether they leave that on. */
	keeps?: boolean;
	/** Whose address is registered, and up to where. */
	production: (proxy: string) => string;
	test: (proxy: string, editor: string) => string;
}

const SET_UPS: SetUp[] = [
	{
		row: 'Nothing before n8n, and Claritalk on the same machine or in the same private network',
		env: () => ({}),
		production: () => `${local()}/webhook`,
		test: () => `${local()}/webhook-test`,
	},
	{
		row: 'A reverse proxy before n8n',
		env: (proxy) => ({ WEBHOOK_URL: `${proxy}/` }),
		production: (proxy) => `${proxy}/webhook`,
		test: (proxy) => `${proxy}/webhook-test`,
	},
	{
		row: 'n8n below a path, which the proxy takes off',
		path: '/n8n',
		env: (proxy) => ({ N8N_PATH: '/n8n/', WEBHOOK_URL: `${proxy}/n8n/` }),
		production: (proxy) => `${proxy}/n8n/webhook`,
		test: (proxy) => `${proxy}/n8n/webhook-test`,
	},
	{
		row: 'Webhooks below a path, which the proxy leaves on',
		path: '/n8n',
		keeps: true,
		env: (proxy) => ({
			WEBHOOK_URL: `${proxy}/`,
			N8N_ENDPOINT_WEBHOOK: 'n8n/webhook',
			N8N_ENDPOINT_WEBHOOK_TEST: 'n8n/webhook-test',
		}),
		production: (proxy) => `${proxy}/n8n/webhook`,
		test: (proxy) => `${proxy}/n8n/webhook-test`,
	},
	{
		row: 'Other names for the paths of webhooks',
		env: (proxy) => ({
			WEBHOOK_URL: `${proxy}/`,
			N8N_ENDPOINT_WEBHOOK: 'hooks',
			N8N_ENDPOINT_WEBHOOK_TEST: 'try/hooks',
		}),
		production: (proxy) => `${proxy}/hooks`,
		test: (proxy) => `${proxy}/try/hooks`,
	},
	{
		row: 'The editor on another host than the webhooks, and Claritalk reaches both',
		env: (proxy, editor) => ({ WEBHOOK_URL: `${proxy}/`, N8N_EDITOR_BASE_URL: `${editor}/` }),
		production: (proxy) => `${proxy}/webhook`,
		test: (_, editor) => `${editor}/webhook-test`,
	},
	{
		row: 'The editor on another host, which Claritalk does not reach',
		env: (proxy, editor) => ({ N8N_WEBHOOK_URL: `${proxy}/`, N8N_EDITOR_BASE_URL: `${editor}/` }),
		production: (proxy) => `${proxy}/webhook`,
		test: (proxy) => `${proxy}/webhook-test`,
	},
];

/** What the n8n of all these tests is told of its address, unless a row says otherwise: nothing. */
const UNTOLD = { N8N_WEBHOOK_URL: '', WEBHOOK_URL: '' };

let bench: Bench;
let workflow: Workflow;

beforeAll(async () => {
	bench = await openBench('self-hosting', UNTOLD);
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
});
afterAll(async () => await bench?.close());

/** What n8n calls itself where nobody tells it. */
const local = () => bench.n8n.url.replace('127.0.0.1', 'localhost');
const path = () => `/${workflow.nodes[0].webhookId}/webhook`;

/** The first script that a page asks for. */
async function scriptOf(page: string): Promise<string> {
	const text = await (await fetch(page)).text();
	return /<script[^>]+src="([^"]+)"/.exec(text)?.[1] ?? '';
}

async function typeOf(address: string | URL): Promise<string | null> {
	const answer = await fetch(address);
	await answer.text();
	return answer.headers.get('content-type');
}

/** Sends an event to the registered address. */
async function deliver() {
	const [envelope] = await newEnvelopes(bench.sandbox, 1);
	return (await bench.sandbox.deliver(envelope)).status;
}

describe.each(SET_UPS)('$row', ({ env, production, test, ...setUp }) => {
	let proxy: Proxy;
	let editor: Proxy;

	beforeAll(async () => {
		proxy = await startProxy(bench.n8n.url, setUp.path, setUp.keeps);
		editor = await startProxy(bench.n8n.url, setUp.path, setUp.keeps);
		await bench.restart({ env: env(proxy.url, editor.url) });
	});
	afterAll(() => {
		proxy?.close();
		editor?.close();
	});

	it('the registered address is the public one, and what is sent there runs', async () => {
		const { session, sandbox } = bench;
		await publishAgain(session, workflow);
		expect(registeredAddress(sandbox)).toBe(production(proxy.url) + path());
		const before = await session.countExecutions(workflow);
		expect(await deliver()).toBe(200);
		await expectRuns(session, workflow, before + 1);
		report(`${setUp.row}: ${registeredAddress(sandbox)}`);
	});

	it('so it is with a test event, and production has its address back afterwards', async () => {
		const { session, sandbox } = bench;
		const before = await session.countExecutions(workflow);
		await session.listenForTest(workflow, TRIGGER);
		expect(registeredAddress(sandbox)).toBe(test(proxy.url, editor.url) + path());
		expect(await deliver()).toBe(200);
		await untilRegistered(sandbox, production(proxy.url) + path());
		expect(await deliver()).toBe(200);
		await expectRuns(session, workflow, before + 2);
	});

	if (!setUp.keeps) {
		it('the editor is where it is said to be, with all that its page asks for', async () => {
			const home = `${editor.url}${setUp.path ?? ''}`;
			const script = await scriptOf(`${home}/`);
			expect(await typeOf(new URL(script, `${home}/`))).toContain('javascript');
			const throughProxy = await Session.open(home, OWNER);
			expect(await throughProxy.countExecutions(workflow)).toBeGreaterThan(0);
		});
	}
});

it('the table of the page has these rows, each with what was set here', () => {
	const page = readFileSync(join(ROOT, 'docs/self-hosting.md'), 'utf8');
	const rows = [...page.matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)].slice(2);
	expect(rows.map(([, row]) => row)).toEqual(SET_UPS.map(({ row }) => row));
	for (const [index, { env }] of SET_UPS.entries()) {
		const named = [...rows[index][2].matchAll(/`([A-Z0-9_]+)(?==)/g)].map(([, name]) => name);
		expect(named.sort()).toEqual(Object.keys(env('', '')).sort());
	}
});

describe('below a path, and at an address within a private network', () => {
	beforeAll(async () => {
		await bench.restart({
			env: { N8N_PATH: '/n8n/', WEBHOOK_URL: 'http://192.168.1.5:5678/n8n/' },
		});
	});

	it('n8n itself serves everything from / on, so that the proxy has to take the path off', async () => {
		const { url } = bench.n8n;
		const script = await scriptOf(url);
		expect(script).toMatch(/^\/n8n\//);
		expect(await typeOf(url + script)).not.toContain('javascript');
		expect(await typeOf(url + script.replace('/n8n', ''))).toContain('javascript');
	});

	it('publishing is refused where Claritalk is not near, unless the option says that it reaches n8n', async () => {
		const { session } = bench;
		// Nobody has that name.
		const data = patOf({ url: 'https://claritalk.example.com', token: 'x'.repeat(20) });
		const far = await session.createCredential('Far', 'claritalkApi', data);
		const shown = async (allowPrivateAddress: boolean) => {
			const options = { allowPrivateAddress };
			const draft = await createTriggerWorkflow(session, far, { options });
			return await session.activate(draft).catch(({ message }: Error) => message);
		};
		expect(await shown(false)).toContain('http://192.168.1.5:5678, an address within a private');
		expect(await shown(true)).toContain('could not be reached at https://claritalk.example.com');
	});
});
