import type { INodeParameters } from 'n8n-workflow';

import { failureOf, useClaritalk } from '../harness/claritalk';
import type { Harness } from '../harness/harness';
import { logged } from '../harness/logged';
import { type Sandbox, SHAPES } from '../sandbox';

const ALL = ['meeting.processed', 'meeting.status.changed', 'users.created'] as const;

let sandbox: Sandbox;
let n8n: Harness;

const triggerOf = (parameters: INodeParameters) => n8n.trigger('claritalkTrigger', { parameters });
const pollerOf = (parameters: INodeParameters) =>
	n8n.poller('claritalkPollingTrigger', { parameters });

/** What a trigger that is published with good settings does with an event once these are what they are. */
async function delivered(parameters: INodeParameters, event: (typeof ALL)[number] = ALL[0]) {
	const published = triggerOf({});
	await published.activate();
	const token = new URL(sandbox.webhookUrl!).searchParams.get('token')!;
	const trigger = triggerOf(parameters);
	trigger.staticData = published.staticData;
	const body = await sandbox.envelopeAbout(event);
	return await trigger.deliver({ body, query: { token } });
}

/** The events that start a run. */
async function selected(events: INodeParameters['events']) {
	const runs = await Promise.all(
		ALL.map(async (event) => ((await delivered({ events }, event)).items ? [event] : [])),
	);
	return runs.flat();
}

/** What cannot be read, with the name of its field and what the error says. */
const UNREADABLE: Array<[INodeParameters, RegExp]> = [
	[{ simplify: '={{ "maybe" }}' }, /^Simplify: "maybe" is neither on nor off. Enter true or false/],
	[{ options: { onlyWithReport: '={{ "maybe" }}' } }, /^Only With Report: "maybe" is neither/],
	[{ options: { markdown: '={{ [1] }}' } }, /^Markdown: "\[1\]" is neither/],
	[{ options: { fields: '={{ ({ a: 1 }) }}' } }, /^Fields to Keep is not a list of names. Enter/],
	[{ options: { fields: '={{ 3 }}' } }, /^Fields to Keep is not a list of names. Enter/],
	[
		{ options: { report: '={{ "none" }}' } },
		/^Report PDF: "none" is none of the choices. Enter one/,
	],
	[{ options: { fields: '={{ [] }}' } }, /^Fields to Keep is empty/],
	[{ options: { fields: ['={{ [] }}'] } }, /^Fields to Keep is empty/],
	[{ options: { fields: '={{ undefined }}' } }, /^Fields to Keep is empty/],
	[{ options: { report: '={{ null }}' } }, /^Report PDF: "" is none of the choices/],
];
const UNREADABLE_OF_WEBHOOK: typeof UNREADABLE = [
	[{ options: { verifyWithApi: '={{ "maybe" }}' } }, /^Verify With API: "maybe" is neither/],
	[{ options: { allowPrivateAddress: '={{ 5 }}' } }, /^Allow Private Address: "5" is neither/],
];

const NO_EVENT: Array<[INodeParameters['events'], RegExp]> = [
	[[], /^Events is empty. Choose from the list/],
	['={{ undefined }}', /^Events is empty. .*check that it gives names such as meeting\.processed/],
	['={{ null }}', /^Events is empty/],
	['={{ " , " }}', /^Events is empty/],
	['={{ "meeting.procesed" }}', /^Events: "meeting.procesed" is not an event. .*use meeting\./],
	['={{ ["users.created", "board"] }}', /^Events: "board" is not an event/],
	['={{ ({ a: "meeting.processed" }) }}', /^Events is not a list of names. .*meeting\.processed/],
	['={{ 3 }}', /^Events is not a list of names/],
];

const EVENTS: Array<[INodeParameters['events'], string[]]> = [
	['={{ "meeting.processed,users.created" }}', [ALL[0], ALL[2]]],
	['={{ "meeting.processed ; \\n users.created" }}', [ALL[0], ALL[2]]],
	[`={{ '["meeting.processed", "meeting.status.changed"]' }}`, [ALL[0], ALL[1]]],
	['={{ [" meeting.processed "] }}', [ALL[0]]],
	['={{ [["meeting.processed"], [["users.created"]]] }}', [ALL[0], ALL[2]]],
	['={{ "Meeting Processed" }}', [ALL[0]]],
	['={{ ["User Created", "meeting status changed"] }}', [ALL[1], ALL[2]]],
];

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	describe('events by an expression', () => {
		it.each(EVENTS)('%j are taken by the trigger', async (events, wanted) => {
			await triggerOf({ events }).activate();
			expect(await selected(events)).toEqual(wanted);
		});

		it.each(EVENTS)('%j are taken by the polling trigger', async (events, wanted) => {
			const poller = pollerOf({ events });
			await poller.activate();
			const { state } = poller.saved['node:Claritalk Polling Trigger'] as {
				state: { events: string[] };
			};
			expect([...state.events].sort()).toEqual(wanted);
		});

		it.each(NO_EVENT)('%j are refused by both, before anything is sent', async (events, why) => {
			const test = Object.assign(triggerOf({ events }), { isTest: true });
			for (const trigger of [triggerOf({ events }), test, pollerOf({ events })]) {
				expect((await failureOf(trigger.activate())).message).toMatch(why);
			}
			expect((await failureOf(pollerOf({ events }).test())).message).toContain('Events');
			expect(sandbox.requests).toEqual([]);
		});

		it.each(NO_EVENT)('%j are no error of a delivery, and n8n logs them', async (events, why) => {
			const lines = logged();
			expect((await delivered({ events })).status).toBe(200);
			expect(lines).toHaveLength(1);
			expect(lines[0].message.split('cannot be read: ')[1]).toMatch(why);
		});

		it('of those that are known the others take nothing', async () => {
			expect(await selected('={{ "users.created, board" }}')).toEqual(['users.created']);
		});
	});

	it.each([[[]], [[[]]]])('Fields to Keep that were left as %j keep all', async (fields) => {
		const parameters = { options: { fields: fields as never } };
		const { items } = await delivered(parameters);
		expect(Object.keys(items![0][0].json)).toContain('title');
		expect((await pollerOf(parameters).test())![0].json).toHaveProperty('title');
	});

	describe('a choice by an expression', () => {
		it.each(['={{ "Drop" }}', '={{ " drop " }}', '={{ "DROP" }}'])(
			'%s drops the report, in both triggers',
			async (report) => {
				const { items } = await delivered({ options: { report } });
				expect(items![0][0]).not.toHaveProperty('binary');
				const poller = pollerOf({ options: { report, fetchFullMeeting: true } });
				const [item] = (await poller.test())!;
				expect(item).not.toHaveProperty('binary');
			},
		);

		it.each(['={{ "Manual" }}', '={{ "manual " }}'])(
			'%s leaves the registration to the user',
			async (registration) => {
				const webhookToken = 'x'.repeat(20);
				const trigger = triggerOf({ registration, webhookToken });
				await trigger.activate();
				const body = await sandbox.envelopeAbout('meeting.processed');
				expect(
					(await trigger.deliver({ body, query: { token: webhookToken } })).items,
				).toHaveLength(1);
				await trigger.deactivate();
				expect(sandbox.requests).toEqual([]);
			},
		);

		it.each(['={{ "by hand" }}', '={{ null }}'])(
			'the registration %s is refused, and registers nothing',
			async (registration) => {
				const trigger = triggerOf({ registration });
				const error = await failureOf(trigger.activate());
				expect(error.message).toMatch(
					/^Registration: .* is none of the choices. Enter one of automatic/,
				);
				expect(await trigger.deactivate()).toBe(true);
				expect((await trigger.deliver({ body: {}, query: { token: 'x' } })).status).toBe(401);
				expect(sandbox.requests).toEqual([]);
			},
		);
	});

	describe('a setting that cannot be read', () => {
		it.each([...UNREADABLE, ...UNREADABLE_OF_WEBHOOK])(
			'is refused at publishing, before the address is taken: %j',
			async (parameters, why) => {
				expect((await failureOf(triggerOf(parameters).activate())).message).toMatch(why);
				const byHand = { registration: 'manual', webhookToken: 'x'.repeat(20) };
				const manual = triggerOf({ ...parameters, ...byHand });
				expect((await failureOf(manual.activate())).message).toMatch(why);
				expect(sandbox.requests).toEqual([]);
			},
		);

		it.each([
			...UNREADABLE,
			[
				{ options: { fetchFullMeeting: '={{ "maybe" }}' } },
				/^Fetch Full Meeting: "maybe"/,
			] as const,
		])('fails every poll before anything is sent: %j', async (parameters, why) => {
			const poller = pollerOf(parameters);
			expect((await failureOf(poller.activate())).message).toMatch(why);
			expect((await failureOf(poller.poll())).message).toMatch(why);
			expect(sandbox.requests).toEqual([]);
		});

		it.each([...UNREADABLE, ...UNREADABLE_OF_WEBHOOK])(
			'is passed over at a delivery, and n8n logs it: %j',
			async (parameters, why) => {
				const drops = why.source.startsWith('^Report PDF');
				const readable: INodeParameters = drops ? { options: { report: 'drop' } } : {};
				const [plain] = (await delivered(readable)).items!;
				const lines = logged();
				const { status, items } = await delivered(parameters);
				expect(status).toBe(200);
				expect(items![0]).toHaveLength(1);
				// What was to be kept out does not come in.
				const keepsLittle = why.source.startsWith('^Fields to Keep');
				expect('binary' in items![0][0]).toBe('binary' in plain[0]);
				expect(Object.keys(items![0][0].json)).toEqual(
					keepsLittle ? ['event', 'meetingId', 'timestamp'] : Object.keys(plain[0].json),
				);
				expect(lines).toMatchObject([
					{
						level: 'warn',
						message: expect.stringMatching(
							/^The Claritalk Trigger of the workflow "Test workflow" passes over a setting/,
						),
					},
				]);
				expect(lines[0].message.split('cannot be read: ')[1]).toMatch(why);
			},
		);
	});
});
