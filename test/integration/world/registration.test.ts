import { Container } from '@n8n/di';
import { InstanceSettings } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../../../nodes/api/clock';
import { failureOf, patOf, useClaritalk } from '../../harness/claritalk';
import type { Harness, NodeSetup, WebhookTrigger } from '../../harness/harness';
import { instantly } from '../../harness/instantly';
import { logged } from '../../harness/logged';
import { type Sandbox, SHAPES, startSandbox } from '../../sandbox';

const A = { workflow: { id: 'a', name: 'Minutes' } };
const B = { workflow: { id: 'b', name: 'Draft' } };

/** An n8n that was given other names for the paths of its webhooks. */
const OTHER_NAMES = {
	webhookBaseUrl: 'http://localhost:5678/hooks',
	webhookTestBaseUrl: 'http://localhost:5678/try/hooks',
};
/** An n8n whose editor, with its test webhooks, is on another host. */
const TWO_HOSTS = {
	webhookBaseUrl: 'http://localhost:5678/webhook',
	webhookTestBaseUrl: 'http://localhost:8080/editor/webhook-test',
};

let sandbox: Sandbox;
let n8n: Harness;

type Setup = Omit<NodeSetup, 'parameters'>;

const triggerOf = (setup: Setup = {}, parameters: INodeParameters = {}) =>
	n8n.trigger('claritalkTrigger', { ...setup, parameters });

async function published(setup: Setup = {}) {
	const trigger = triggerOf(setup);
	await trigger.activate();
	return { trigger, url: sandbox.webhookUrl! };
}

/** Listens for a test event; ends by `stop`. */
async function listening(setup: Setup = {}, parameters: INodeParameters = {}) {
	const test = triggerOf(setup, parameters);
	test.isTest = true;
	await test.activate();
	return test;
}

let count = 0;
/** Whether a trigger starts a run for an event, a new one each time. */
async function accepts(trigger: WebhookTrigger, url: string) {
	const body = { event: 'meeting.processed', timestamp: count++, data: { meetingId: 'm' } };
	const query = Object.fromEntries(new URL(url).searchParams);
	return (await trigger.deliver({ body, query })).items !== undefined;
}

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	describe('after a test', () => {
		it('of a draft, the workflow that was published gets its address back, and accepts', async () => {
			const { trigger, url } = await published(A);
			const test = await listening(B);
			expect(sandbox.webhookUrl).not.toBe(url);
			await test.deactivate();
			expect(sandbox.webhookUrl).toBe(url);
			expect(await accepts(trigger, url)).toBe(true);
		});

		it('the one that was published last gets it, also of several, also while it is tested', async () => {
			await published(A);
			const { url } = await published(B);
			await (await listening(A)).deactivate();
			expect(sandbox.webhookUrl).toBe(url);

			const test = await listening(B);
			const again = await published(A);
			await test.deactivate();
			expect(sandbox.webhookUrl).toBe(again.url);
		});

		it('the one that is published while the address is given back keeps it', async () => {
			const { url } = await published(A);
			const test = await listening(B);
			const later = triggerOf({ workflow: { id: 'c', name: 'Later' } });
			sandbox.answerNext({ method: 'POST' }, { status: 503, json: { message: 'down' } });
			let publishing: Promise<unknown> | undefined;
			jest.spyOn(clock, 'sleep').mockImplementationOnce(async () => {
				publishing = later.activate();
				await new Promise((resolve) => setImmediate(resolve));
			});
			await test.deactivate();
			await publishing;
			expect(sandbox.webhookUrl).not.toBe(url);
			expect(await accepts(later, sandbox.webhookUrl!)).toBe(true);
		});

		it('the one that is published again gets it, whenever it was published first', async () => {
			const first = await published(A);
			await clock.sleep(60_000);
			const second = await published(B);
			expect(sandbox.webhookUrl).toBe(second.url);
			await first.trigger.activate();
			expect(sandbox.webhookUrl).toBe(first.url);
			await (await listening(B)).deactivate();
			expect(sandbox.webhookUrl).toBe(first.url);
		});

		it('nobody who was unpublished gets it, but the one that was tested', async () => {
			const { url } = await published(B);
			const { trigger } = await published(A);
			await trigger.deactivate();
			await (await listening(B)).deactivate();
			expect(sandbox.webhookUrl).toBe(url);
		});

		it('the one that an older n8n found registered at its start gets it', async () => {
			const first = await published(A);
			await clock.sleep(60_000);
			const second = await published(B);
			const stored = [second, first].map(({ trigger }) => ({ ...trigger.staticData }));
			// This process is to know nothing but what is stored, as another would.
			for (const { trigger } of [first, second]) await trigger.deactivate();
			for (const [i, setup] of [B, A].entries()) {
				const restarted = triggerOf(setup);
				restarted.staticData = stored[i];
				expect(await restarted.activate('init')).toEqual({ existed: true, created: false });
			}
			await (await listening({ workflow: { id: 'c', name: 'Another' } })).deactivate();
			expect(sandbox.webhookUrl).toBe(second.url);
		});

		it('so it does where n8n moved, and asks for each to be registered in an order of its own', async () => {
			const first = await published(A);
			await clock.sleep(60_000);
			const second = await published(B);
			const stored = [second, first].map(({ trigger }) => ({ ...trigger.staticData }));
			for (const { trigger } of [first, second]) await trigger.deactivate();
			const publicUrl = 'http://127.0.0.1:5679';
			for (const [i, setup] of [B, A].entries()) {
				const restarted = triggerOf({ ...setup, publicUrl });
				restarted.staticData = stored[i];
				expect(await restarted.activate('init')).toEqual({ existed: false, created: true });
			}
			const moved = second.url.replace('http://localhost:5678', publicUrl);
			expect(sandbox.webhookUrl).toBe(moved);
			await (await listening({ workflow: { id: 'c', name: 'Another' } })).deactivate();
			expect(sandbox.webhookUrl).toBe(moved);
		});

		it.each<[string, NonNullable<NodeSetup['urls']>]>([
			['its webhooks have other names', OTHER_NAMES],
			['the editor is on another host', TWO_HOSTS],
		])('where nothing is known, production is registered, also when %s', async (_, urls) => {
			const test = await listening({ urls });
			expect(sandbox.webhookUrl).toContain(urls.webhookTestBaseUrl);
			await test.deactivate();
			const [, path] = sandbox.webhookUrl!.split(urls.webhookBaseUrl!);
			expect(path).toMatch(/^\/[\w-]{36}\/webhook\?token=[\w-]{43}$/);
			expect(await accepts(triggerOf({ urls }), sandbox.webhookUrl!)).toBe(true);
		});

		it('of a workflow where n8n knows of none that is published, its log says no more than that', async () => {
			const lines = logged();
			await (await listening(B)).deactivate();
			expect(lines).toEqual([
				{
					level: 'info',
					message:
						'After the test, Claritalk sends its events to the production address of the workflow "Draft", since n8n knows of no other that had them: publish the one that is to receive them, if that is another or this one is not published',
				},
			]);
		});

		it('n8n says in its log who gets the events', async () => {
			await published(A);
			const lines = logged();
			await (await listening(B)).deactivate();
			expect(lines).toEqual([
				{
					level: 'info',
					message: 'After the test, Claritalk sends its events to the workflow "Minutes" again',
				},
			]);
		});
	});

	describe('when the workflow that has the address is unpublished', () => {
		it('the one before it that still listens gets it back, and accepts', async () => {
			const first = await published(A);
			const second = await published(B);
			const third = await published({ workflow: { id: 'c', name: 'Later' } });
			await second.trigger.deactivate();
			expect(sandbox.webhookUrl).toBe(third.url);
			await third.trigger.deactivate();
			expect(sandbox.webhookUrl).toBe(first.url);
			expect(await accepts(first.trigger, first.url)).toBe(true);
		});

		it('n8n says in its log who gets the events', async () => {
			await published(A);
			const { trigger } = await published(B);
			const lines = logged();
			await trigger.deactivate();
			expect(lines).toEqual([
				{
					level: 'info',
					message:
						'Now that the workflow "Draft" is unpublished, Claritalk sends its events to the workflow "Minutes" again',
				},
			]);
		});

		it('while another is tested, the test keeps it, and the one before gets it afterwards', async () => {
			const { url } = await published(A);
			const { trigger } = await published(B);
			const test = await listening({ workflow: { id: 'c', name: 'Tested' } });
			const tested = sandbox.webhookUrl;
			await trigger.deactivate();
			expect(sandbox.webhookUrl).toBe(tested);
			await test.deactivate();
			expect(sandbox.webhookUrl).toBe(url);
		});

		it('an outage of Claritalk fails nothing, and the log says what to do', async () => {
			await published(A);
			const { trigger } = await published(B);
			const lines = logged();
			instantly();
			const down = { status: 503, json: { message: 'down' } };
			sandbox.answerNext({ method: 'POST', times: Infinity }, down);
			expect(await trigger.deactivate()).toBe(true);
			expect(lines).toEqual([
				{
					level: 'error',
					message: expect.stringMatching(
						/^Now that the workflow "Draft" is unpublished, .* nobody listens: publish the workflow "Minutes" again\. .*down/,
					),
				},
			]);
		});

		it('nor does a credential that is gone', async () => {
			await published(A);
			const { trigger } = await published(B);
			const lines = logged();
			const broken = triggerOf({ ...B, credentials: { claritalkApi: { environment: 'none' } } });
			broken.staticData = trigger.staticData;
			expect(await broken.deactivate()).toBe(true);
			expect(lines).toMatchObject([
				{ level: 'error', message: expect.stringContaining('publish the workflow "Minutes"') },
			]);
		});

		it('another client keeps its own', async () => {
			const other = await startSandbox({ shape });
			await published(A);
			const elsewhere = { ...B, credentials: { claritalkApi: patOf(other) } };
			const { trigger } = await published(elsewhere).finally(async () => await other.close());
			const before = sandbox.requests.length;
			await trigger.deactivate();
			expect(sandbox.requests).toHaveLength(before);
		});
	});

	describe('when Claritalk has an outage at the end of a test', () => {
		const times = (count: number) => ({ method: 'POST', times: count });
		const down = { status: 503, json: { message: 'down' } };

		it.each([
			['one refusal', 1, down],
			['four refusals', 4, down],
			['a lost connection', 1, { drop: true }],
		])('(%s) production is registered again all the same', async (_, count, reply) => {
			const { url } = await published(A);
			const test = await listening(A);
			sandbox.answerNext(times(count), reply);
			await test.deactivate();
			expect(sandbox.webhookUrl).toBe(url);
		});

		it('gives up after ten seconds, says what to do in the log, and throws nothing', async () => {
			await published(A);
			const test = await listening(B);
			const lines = logged();
			const waits = instantly();
			sandbox.answerNext(times(Infinity), down);
			expect(await test.deactivate()).toBe(true);
			const waited = waits.reduce((sum, ms) => sum + ms, 0);
			expect(waited).toBeGreaterThan(7_000);
			expect(waited).toBeLessThanOrEqual(10_000);
			expect(lines).toEqual([
				{
					level: 'error',
					message: expect.stringMatching(
						/^After the test, .* nobody listens: publish the workflow "Minutes" again\. Claritalk cannot serve this call now\. .*down/,
					),
				},
			]);
		});
	});

	it('names no option that the trigger does not have, when the rate limit is used up', async () => {
		const headers = { 'Retry-After': '3600' };
		sandbox.answerNext({ method: 'POST' }, { status: 429, headers, json: { message: 'Slow' } });
		const error = await failureOf(triggerOf(A).activate());
		expect(error.message).toMatch(
			/^The rate limit of Claritalk is used up\. Calls are allowed again at [-\d: ]+ UTC\. Let the workflows .* Slow/,
		);
		expect(error.message).not.toContain('Max Retry Wait');
	});

	it('puts nothing back after a test that could not be registered, so that its error is the one that is seen', async () => {
		const { url } = await published(A);
		const credentials = { claritalkApi: patOf(sandbox, 'refused-token-1') };
		const test = triggerOf({ ...B, credentials });
		test.isTest = true;
		const before = sandbox.requests.length;
		const error = await failureOf(test.activate());
		expect(error.message).toContain('Claritalk refused the access token');
		expect(await test.deactivate()).toBe(true);
		expect(sandbox.requests).toHaveLength(before + 1);
		expect(sandbox.webhookUrl).toBe(url);
	});

	it('says in the log when a workflow takes the events from another, and only then', async () => {
		const lines = logged();
		const { trigger } = await published(A);
		await published(A);
		expect(lines).toEqual([]);
		await published(B);
		expect(lines).toEqual([
			{
				level: 'warn',
				message:
					'Claritalk sends its events to one address per client: now to the workflow "Draft", no longer to "Minutes"',
			},
		]);
		await trigger.deactivate();
		expect(lines).toHaveLength(1);
	});

	it('names the nodes in the log where both are of one workflow', async () => {
		await published({ ...A, name: 'First' });
		const lines = logged();
		await published({ ...A, name: 'Second' });
		expect(lines.map(({ message }) => message)).toEqual([
			'Claritalk sends its events to one address per client: now to the node "Second" of the workflow "Minutes", no longer to its node "First"',
		]);
	});

	describe('the token', () => {
		const instance = () => Container.get(InstanceSettings);

		it("is this n8n's own: another one with the same client gets another", async () => {
			const { url } = await published();
			jest.replaceProperty(instance(), 'instanceId', 'another-installation');
			const other = await published();
			expect(other.url).not.toBe(url);
			// It does not know the first one's by heart either.
			other.trigger.staticData = {};
			expect(await accepts(other.trigger, other.url)).toBe(true);
			expect(await accepts(other.trigger, url)).toBe(false);
		});

		it('that was registered before stays good', async () => {
			const { trigger, url } = await published();
			jest.replaceProperty(instance(), 'instanceId', 'another-installation');
			expect(await accepts(trigger, url)).toBe(true);
		});
	});
});

describe('an address that Claritalk cannot reach', () => {
	useClaritalk((world) => ({ sandbox, n8n } = world));
	const real = { claritalkApi: { environment: 'production', accessToken: 'x' } };
	const publish = async (publicUrl: string, parameters: INodeParameters = {}) =>
		await failureOf(triggerOf({ publicUrl, credentials: real }, parameters).activate());
	const cure = /Set .*WEBHOOK_URL .*publish the workflow again/;

	it.each(['http://localhost:5678', 'http://0.0.0.0:5678', 'https://https//n8n.example.com'])(
		'%s is refused with the cure, whatever the option says',
		async (publicUrl) => {
			for (const allowPrivateAddress of [false, true]) {
				const error = await publish(publicUrl, { options: { allowPrivateAddress } });
				expect(error.message).toMatch(
					/^This n8n calls itself http\S+, where Claritalk cannot send events\. /,
				);
				expect(error.message).toMatch(cure);
			}
		},
	);

	it.each(['http://192.168.1.5:5678', 'http://n8n:5678', 'https://nas.local', 'http://[fd00::5]'])(
		'%s is refused with the cure, and with what lets it through',
		async (publicUrl) => {
			const error = await publish(publicUrl);
			expect(error.message).toMatch(/^This n8n calls itself http\S+, an address within a private/);
			expect(error.message).toMatch(cure);
			expect(error.message).toContain('Allow Private Address');
		},
	);

	it('is not let through by the text "false" of an expression', async () => {
		const options = { allowPrivateAddress: '={{ "false" }}' };
		const error = await publish('http://192.168.1.5:5678', { options });
		expect(error.message).toContain('an address within a private network');
	});

	it.each([
		['https://n8n.example.com', false],
		['http://192.168.1.5:5678', true],
	])('%s is told to Claritalk with the option at %s', async (publicUrl, allowPrivateAddress) => {
		// A host that nobody can have (RFC 2606).
		const baseUrl = 'https://claritalk.invalid';
		const credentials = { claritalkApi: { environment: 'custom', baseUrl, accessToken: 'x' } };
		const options = { allowPrivateAddress };
		const error = await failureOf(triggerOf({ publicUrl, credentials }, { options }).activate());
		expect(error.message).toContain('Claritalk could not be reached at https://claritalk.invalid');
	});

	it('n8n.example.com, without https://, is refused by whichever Claritalk', async () => {
		const error = await failureOf(triggerOf({ publicUrl: 'n8n.example.com' }).activate());
		expect(error.message).toMatch(/^This n8n calls itself n8n\.example\.com\S+, where /);
		expect(sandbox.requests).toEqual([]);
	});

	it('is refused for a test, too', async () => {
		const urls = { webhookTestBaseUrl: 'http://10.0.0.7/webhook-test' };
		const test = triggerOf({ publicUrl: 'https://n8n.example.com', urls, credentials: real });
		test.isTest = true;
		const error = await failureOf(test.activate());
		expect(error.message).toContain('This n8n calls itself http://10.0.0.7, an address within');
	});

	it.each(['http://192.168.1.5:5678', 'http://localhost:5678', 'http://n8n:5678'])(
		'%s is taken by a Claritalk that is near itself',
		async (publicUrl) => {
			await triggerOf({ publicUrl }).activate();
			expect(sandbox.webhookUrl).toContain(publicUrl);
		},
	);
});
