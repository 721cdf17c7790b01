import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/api/clock';
import { failureOf, patOf, useClaritalk } from '../harness/claritalk';
import type { Harness, NodeSetup } from '../harness/harness';
import { jsonOf } from '../harness/scriptedApi';
import { type Sandbox, SHAPES, startSandbox } from '../sandbox';

const MINUTE = 60_000;

let sandbox: Sandbox;
let n8n: Harness;

const pollerOf = (parameters: INodeParameters = {}, setup: Omit<NodeSetup, 'parameters'> = {}) =>
	n8n.poller('claritalkPollingTrigger', { parameters, ...setup });

/** Activates one, and forgets what that asked for. */
async function activated(parameters: INodeParameters = {}) {
	const poller = pollerOf(parameters);
	expect(await poller.activate()).toBeNull();
	sandbox.requests.length = 0;
	return poller;
}

/** A meeting as its processing leaves it. */
function process(title = 'Kwartaaloverleg', at = '2026-03-01 10:00:00') {
	const { store } = sandbox;
	return Object.assign(store.process(store.createMeeting({ title, createdAt: at })), {
		updatedAt: at,
	});
}

/** Requests since they were counted last, and which of them were for lists. */
function countRequests() {
	const paths = sandbox.requests.splice(0).map(({ path }) => path);
	const lists = paths.filter((path) => /^\/api\/(meetings|users)$/.test(path)).length;
	return { all: paths.length, lists };
}

/** Moves the clock of the nodes on. */
function later(minutes: number) {
	const now = clock.now() + minutes * MINUTE;
	jest.spyOn(clock, 'now').mockImplementation(() => now);
}

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	it('counts what is there at the first poll as seen, and gives what is processed after it', async () => {
		const open = sandbox.store.createMeeting({ title: 'Later' });
		const poller = await activated();
		expect(await poller.poll()).toBeNull();
		sandbox.store.process(open);
		const meeting = process('New');
		const titles = jsonOf((await poller.poll()) ?? []).map(({ title }) => title);
		expect(titles.sort()).toEqual(['Later', 'New']);
		expect(await poller.poll()).toBeNull();
		expect(meeting.title).toBe('New');
	});

	it('gives what the webhook trigger gives for the same meeting', async () => {
		const poller = await activated();
		const meeting = process();
		const [polled] = (await poller.poll()) ?? [];

		const trigger = n8n.trigger('claritalkTrigger');
		await trigger.activate();
		const token = new URL(sandbox.webhookUrl ?? '').searchParams.get('token') ?? '';
		const { data, ...envelope } = await sandbox.envelopeAbout('meeting.processed', { meeting });
		const body = { ...envelope, data: { ...data, files: undefined, workspace: undefined } };
		const { items } = await trigger.deliver({ body, query: { token } });
		const [[delivered]] = items ?? [];

		// The webhook names neither team nor dossier (documented).
		const { teamId, dossierId, ...shared } = polled.json;
		expect([teamId, dossierId]).toEqual([null, null]);
		expect(Object.keys(shared)).toEqual(Object.keys(delivered.json));
		const { event, title, status, summary, todos, meetingId } = delivered.json;
		expect(polled.json).toMatchObject({ event, title, status, summary, todos, meetingId });
		expect(polled.json.timestamp).toBe('2026-03-01T10:00:00Z');
	});

	it('gives the whole envelope when it is not simplified', async () => {
		const poller = await activated({ simplify: false });
		process();
		const [{ json }] = (await poller.poll()) ?? [];
		expect(json).toMatchObject({
			event: 'meeting.processed',
			timestamp: '2026-03-01T10:00:00Z',
			data: { status: 'Meeting processed' },
			meta: { source: 'claritalk', version: '1.0' },
		});
	});

	it.each([false, '={{ "false" }}'])(
		'gives the rows as they are listed where they are not to be fetched (%j)',
		async (fetchFullMeeting) => {
			const poller = await activated({ options: { fetchFullMeeting } });
			process('Listed');
			const status = shape === 'contrary' ? 'done' : 'Meeting processed';
			expect(jsonOf((await poller.poll()) ?? [])).toMatchObject([{ title: 'Listed', status }]);
		},
	);

	it('keeps the fields that are wanted, and adds the meeting as Markdown', async () => {
		const poller = await activated({ options: { fields: ['title'], markdown: true } });
		process('Overleg');
		const [{ json }] = (await poller.poll()) ?? [];
		expect(Object.keys(json)).toEqual(['event', 'title', 'markdown', 'timestamp']);
		expect(json.markdown).toContain('Overleg');
	});

	it('polls once at a time', async () => {
		const poller = await activated();
		process();
		const outcomes = await Promise.all([poller.poll(), poller.poll()]);
		expect(outcomes.filter((items) => items !== null)).toHaveLength(1);
	});

	it.each<[string, INodeParameters]>([
		['a text that was saved before', { status: 'meeting PROCESSED' }],
		[
			'one of several',
			{
				statuses: {
					status: ['Other', 'Meeting processed'].map((value) => ({
						status: { __rl: true, mode: 'id', value },
					})),
				},
			},
		],
	])('lets through only a status that is wanted: %s', async (_, options) => {
		const poller = await activated({ events: ['meeting.status.changed'], options });
		sandbox.store.createMeeting({ title: 'Open' });
		process('Processed');
		expect(jsonOf((await poller.poll()) ?? [])).toMatchObject([{ title: 'Processed' }]);
	});

	it('asks no more than three times where nothing is new', async () => {
		const poller = await activated();
		for (let poll = 0; poll < 4; poll++) {
			expect(await poller.poll()).toBeNull();
			expect(countRequests().all).toBeLessThanOrEqual(3);
		}
	});

	it('goes on after a restart with what was saved', async () => {
		const poller = await activated();
		process('First');
		expect(await poller.poll()).toHaveLength(1);
		expect(await poller.poll()).toBeNull();
		process('Second');
		expect(await poller.restart()).toHaveLength(1);
		expect(await poller.restart()).toBeNull();
	});

	it('takes what another account has for seen, and goes on from there', async () => {
		const poller = await activated();
		process('Before');
		expect(await poller.poll()).toHaveLength(1);
		const other = await startSandbox({ shape });
		try {
			other.store.process(other.store.createMeeting({ title: 'Old' }));
			const moved = pollerOf({}, { credentials: { claritalkApi: patOf(other) } });
			moved.saved = poller.saved;
			expect(await moved.restart()).toBeNull();
			other.store.process(other.store.createMeeting({ title: 'New' }));
			expect(jsonOf((await moved.poll()) ?? [])).toMatchObject([{ title: 'New' }]);
			expect(await moved.restart()).toBeNull();
		} finally {
			await other.close();
		}
	});

	it('gives 50 meetings a poll, the oldest first, and the rest after them', async () => {
		const poller = await activated();
		for (let index = 0; index < 60; index++) {
			process(`Meeting ${index}`, `2026-03-01 10:${String(index).padStart(2, '0')}:00`);
		}
		const times: unknown[] = [];
		for (let poll = 0; poll < 20 && times.length < 60; poll++) {
			const items = jsonOf((await poller.poll()) ?? []).map(({ timestamp }) => timestamp);
			expect(items.length).toBeLessThanOrEqual(50);
			expect(items).toEqual([...items].sort());
			times.push(...items);
			expect(countRequests().lists).toBeLessThanOrEqual(5);
		}
		expect(new Set(times).size).toBe(60);
		expect(times).toHaveLength(60);
	});

	it('gives a user who is new, once', async () => {
		const poller = await activated({ events: ['users.created', 'meeting.processed'] });
		const [user] = sandbox.store.users;
		sandbox.store.users.push({ ...user, userId: 'u-new', email: 'new@kantoor.example' });
		expect(jsonOf((await poller.poll()) ?? [])).toMatchObject([
			{ event: 'users.created', email: 'new@kantoor.example' },
		]);
		expect(await poller.poll()).toBeNull();
	});

	it('gives each change of a status', async () => {
		const open = sandbox.store.createMeeting({ title: 'Changes' });
		const poller = await activated({ events: ['meeting.status.changed', 'meeting.processed'] });
		sandbox.store.process(open);
		const events = jsonOf((await poller.poll()) ?? []).map(({ event }) => event);
		expect(events).toEqual(['meeting.status.changed', 'meeting.processed']);
		expect(await poller.poll()).toBeNull();
	});

	it('shows the newest processed meeting to someone who listens for a test event', async () => {
		process('Newest', '2026-03-02 10:00:00');
		sandbox.store.createMeeting({ title: 'Open' });
		const items = (await pollerOf().test()) ?? [];
		expect(items).toHaveLength(1);
		expect(items[0].json.title).toBe('Newest');
	});

	it('says so where there is nothing to show', async () => {
		sandbox.store.meetings = [];
		const error = await failureOf(pollerOf().test());
		expect(error.message).toMatch(/^Claritalk has nothing yet/);
	});

	it('lets through what the filters let through, and looks at each meeting once', async () => {
		const { userId } = sandbox.store.users[1];
		const poller = await activated({
			options: { userId: { __rl: true, mode: 'id', value: userId } },
		});
		process('Not of this user');
		expect(await poller.poll()).toBeNull();
		expect(countRequests().all).toBeGreaterThan(1);
		expect(await poller.poll()).toBeNull();
		process('Of this user').userId = userId;
		expect(await poller.poll()).toHaveLength(1);
	});

	it('fails at once with a refused token', async () => {
		const credentials = { claritalkApi: patOf(sandbox, 'wrong-token-1') };
		const poller = pollerOf({}, { credentials });
		for (let attempt = 0; attempt < 3; attempt++) {
			const error = await failureOf(poller.activate());
			expect(error.message).toContain('Claritalk refused the access token');
		}
	});

	it('gives nothing of a meeting whose request is refused for the token, and all of it later', async () => {
		const poller = await activated();
		const { meetingId } = process();
		const path = `/meetings/${meetingId}`;
		sandbox.answerNext({ path }, { status: 401, json: { message: 'Unauthenticated.' } });
		const error = await failureOf(poller.poll());
		expect(error.message).toContain('Claritalk refused the access token');
		expect(await poller.poll()).toHaveLength(1);
	});

	it.each([
		['nanoseconds', '1772359200000000000'],
		['more digits than a number has', '9'.repeat(400)],
	])('gives a meeting, and those after it, whose time is none: %s', async (_, time) => {
		const poller = await activated();
		process('Odd', time).updatedAt = time;
		process('Next');
		const titles = jsonOf((await poller.poll()) ?? []).map(({ title }) => title);
		expect(titles).toEqual(['Odd', 'Next']);
	});

	it('keeps quiet for 15 minutes of an outage, and tells of it once an hour', async () => {
		const poller = await activated();
		sandbox.answerNext({ times: 1000 }, { status: 503, json: { message: 'down' } });
		const told: number[] = [];
		for (let minute = 0; minute < 140; minute += 5) {
			const result = await poller.poll().catch((error: Error) => error.message);
			if (result !== null) told.push(minute);
			later(5);
		}
		expect(told).toEqual([15, 75, 135]);
	});

	it('passes over a meeting that is gone when it is asked for', async () => {
		const poller = await activated();
		const { meetingId } = process('Gone');
		sandbox.answerNext(
			{ path: `/meetings/${meetingId}` },
			{ status: 404, json: { message: 'No query results for model [App\\Models\\Meeting].' } },
		);
		expect(await poller.poll()).toBeNull();
		expect(await poller.poll()).toBeNull();
	});
});
