/** The polling trigger, while lists, statuses, reports and credentials do what they like. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { clock } from '../../../nodes/api/clock';
import { endpoints } from '../../../nodes/api/endpoints';
import { patOf } from '../../harness/claritalk';
import type { NodeSetup, Poller } from '../../harness/harness';
import { logged } from '../../harness/logged';
import { jsonOf, type Reply, type Seen, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const PROCESSED = 'Meeting processed';
const PDF = Buffer.from('%PDF-1.7 report').toString('base64');

/** Meetings by their ID: what the list says of them, and what they themselves say. */
let listed: Record<string, IDataObject>;
let own: Record<string, IDataObject>;

const set = (id: string, status: string, more: IDataObject = {}, listedStatus = status) => {
	listed[id] = { meetingId: id, status: listedStatus };
	own[id] = { meetingId: id, status, ...more };
};
const serve = ({ path }: Seen): Reply => {
	const [, list, id] = path.split('/');
	if (list !== 'meetings') return { status: 404, json: { message: 'Not Found' } };
	if (!id) return { json: Object.values(listed) };
	return id in own ? { json: { data: own[id] } } : { status: 404, json: { message: 'Not Found' } };
};

beforeEach(() => {
	[listed, own] = [{}, {}];
	api.mostRequests = 10_000;
	api.answer(serve);
});

const pollerOf = (parameters: INodeParameters = {}, setup: Omit<NodeSetup, 'parameters'> = {}) =>
	api.n8n.poller('claritalkPollingTrigger', { parameters, ...setup });

/** The IDs that so many polls gave, one a minute if nothing else is said. */
async function given(poller: Poller, polls = 1, minutes = 1): Promise<unknown[]> {
	const ids: unknown[] = [];
	for (let left = polls; left > 0; left--) {
		ids.push(...jsonOf((await poller.poll()) ?? []).map(({ meetingId }) => meetingId));
		const now = clock.now() + minutes * 60_000;
		jest.spyOn(clock, 'now').mockImplementation(() => now);
	}
	return ids;
}

async function activated(parameters: INodeParameters = {}): Promise<Poller> {
	const poller = pollerOf(parameters);
	await poller.activate();
	return poller;
}

describe('a list that is another one', () => {
	const moved = JSON.stringify({ [`GET ${endpoints.meeting.getMany.path}`]: '/elsewhere' });
	const withPath = (pathOverrides: string) => ({
		credentials: { claritalkApi: { ...patOf(api), pathOverrides } },
	});
	const bothLists = () =>
		api.answer((request) =>
			request.path === '/elsewhere'
				? { json: Object.values(listed).map((row) => ({ ...row, meetingId: `c${row.meetingId}` })) }
				: serve(request),
		);

	it('at another address: what is there counts as seen, once', async () => {
		bothLists();
		set('1', PROCESSED);
		const before = await activated();
		set('2', PROCESSED);
		expect(await given(before)).toEqual(['2']);

		const lines = logged();
		const after = pollerOf({ options: { fetchFullMeeting: false } }, withPath(moved));
		after.saved = before.saved;
		expect(await after.activate()).toBeNull();
		set('3', PROCESSED);
		expect(await given(after, 2)).toEqual(['c3']);
		expect(lines.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^The node "Claritalk Polling Trigger" asks another Claritalk account/),
		]);
	});

	it('goes on from a state that does not say where its lists were', async () => {
		set('1', PROCESSED);
		const poller = await activated();
		const [{ state }] = Object.values(poller.saved) as Array<{ state: IDataObject }>;
		expect(state.sources).toBeDefined();
		delete state.sources;
		set('2', PROCESSED);
		expect(await poller.restart()).toHaveLength(1);
	});
});

it.each<[string, Reply, RegExp]>([
	['a redirect', { status: 302, headers: { location: '/login' } }, /a redirect to .*\/login/],
	['no list', { json: { data: { id: 1 } } }, /where a list of JSON objects was expected/],
])('fails at once where the list is answered by %s', async (_, reply, words) => {
	const poller = await activated();
	api.answer(reply);
	await expect(given(poller)).rejects.toThrow(words);
});

it('counts a row as seen that moved to the first page while the list was read for the first time', async () => {
	let order = ['a', 'b', 'c'];
	for (const id of order) set(id, PROCESSED);
	api.answer((request) => {
		if (request.path !== '/meetings') return serve(request);
		const page = Number(request.query.page ?? 1);
		const data = order.slice(2 * page - 2, 2 * page).map((id) => listed[id]);
		const meta = {
			current_page: page,
			last_page: Math.ceil(order.length / 2),
			total: order.length,
		};
		order = ['c', ...order.filter((id) => id !== 'c')];
		return { json: { data, meta } };
	});
	const poller = await activated();
	expect(await given(poller, 5)).toEqual([]);
	set('d', PROCESSED);
	order.push('d');
	expect(await given(poller, 5)).toEqual(['d']);
});

describe('a status that goes on from "processed" between two polls', () => {
	const summary = 'We spoke.';

	it.each([
		['by the list alone', PROCESSED, 1],
		['by the meeting, too', 'Report sent', 15],
	])('%s', async (_, status, minutes) => {
		set('1', PROCESSED, { summary });
		set('2', 'Meeting created');
		const poller = await activated();
		set('2', status, { summary }, 'Report sent');
		expect(await given(poller, minutes)).toEqual(['2']);
		expect(await given(poller, 30)).toEqual([]);
	});

	it('counts as seen where it was so from the beginning', async () => {
		set('1', PROCESSED, { summary });
		set('2', 'Report sent', { summary });
		set('3', 'Meeting created');
		const poller = await activated();
		expect(await given(poller, 30)).toEqual([]);
		set('3', PROCESSED, { summary });
		expect(await given(poller, 2)).toEqual(['3']);
	});

	it('costs nothing but the list at first, where that has the documented word', async () => {
		set('1', PROCESSED);
		set('2', 'Report sent', { summary });
		set('3', 'Meeting created');
		api.requests.length = 0;
		await activated();
		expect(api.calls.filter((call) => call !== 'GET /meetings')).toEqual([]);
	});

	it('counts as seen where it was so from the beginning, after a restart, too', async () => {
		set('1', PROCESSED, { summary });
		set('2', 'Report sent', { summary });
		const before = await activated();
		const after = pollerOf();
		after.saved = JSON.parse(JSON.stringify(before.saved)) as typeof after.saved;
		expect(await given(after, 30)).toEqual([]);
		set('2', 'Report read', { summary });
		expect(await given(after, 30)).toEqual(['2']);
	});

	it('does not take a meeting for processed whose processing goes on', async () => {
		set('1', PROCESSED, { summary });
		const poller = await activated();
		set('2', 'Summarising', { summary });
		expect(await given(poller, 5)).toEqual([]);
		set('2', 'Writing report', { summary });
		expect(await given(poller, 5)).toEqual([]);
		set('2', PROCESSED, { summary });
		expect(await given(poller, 20)).toEqual(['2']);
	});

	it('costs one question about a meeting that is not processed', async () => {
		set('1', PROCESSED);
		const poller = await activated();
		set('2', 'Meeting created');
		api.requests.length = 0;
		await given(poller, 60);
		expect(api.calls.filter((call) => call === 'GET /meetings/2')).toHaveLength(1);
	});
});

describe('a changed status', () => {
	it('is told once where the list has two words for it', async () => {
		set('1', 'Processing', {}, 'analysing');
		const poller = await activated({ events: ['meeting.status.changed'] });
		set('1', 'Almost done', {}, 'summarising');
		expect(await given(poller)).toEqual(['1']);
		set('1', 'Almost done', {}, 'writing');
		expect(await given(poller, 3)).toEqual([]);
		set('1', PROCESSED, {}, 'done');
		expect(await given(poller, 3)).toEqual(['1']);
	});

	it('is told once where the meeting is ahead of the list', async () => {
		set('1', 'Created');
		const poller = await activated({ events: ['meeting.status.changed'] });
		set('1', PROCESSED, {}, 'Processing');
		expect(await given(poller)).toEqual(['1']);
		set('1', PROCESSED);
		expect(await given(poller, 3)).toEqual([]);
	});
});

describe('Only With Report', () => {
	const options = { onlyWithReport: true };
	const files = { filename: 'Verslag.pdf', content: PDF };

	it.each([0, 1, 45, 240])(
		'gives a meeting once its report is there, %i minutes later',
		async (after) => {
			const poller = await activated({ options });
			set('1', PROCESSED);
			expect(await given(poller, after)).toEqual([]);
			set('1', PROCESSED, { files });
			expect(await given(poller, Math.ceil(after / 3) + 2)).toEqual(['1']);
			expect(await given(poller, 5)).toEqual([]);
		},
	);

	it('gives it at once where its row changes', async () => {
		const poller = await activated({ options });
		set('1', PROCESSED);
		await given(poller, 30, 10);
		set('1', PROCESSED, { files });
		listed['1'].updatedAt = '2026-03-02 10:00:00';
		expect(await given(poller)).toEqual(['1']);
	});

	it('waits for a day, with few questions, and keeps no other meeting waiting', async () => {
		const poller = await activated({ options });
		for (let id = 100; id < 160; id++) set(String(id), PROCESSED);
		await given(poller, 3);
		set('new', PROCESSED, { files });
		expect(await given(poller, 2)).toEqual(['new']);
		api.requests.length = 0;
		await given(poller, 150, 10);
		const about = api.calls.filter((call) => call === 'GET /meetings/100').length;
		expect(about).toBeLessThan(50);
		set('100', PROCESSED, { files });
		expect(await given(poller, 10, 10)).toEqual([]);
	}, 120_000);
});

describe('the requests of a poll', () => {
	/** How many each of so many polls made, a minute apart. */
	async function counts(poller: Poller, polls: number): Promise<number[]> {
		const made: number[] = [];
		for (let left = polls; left > 0; left--) {
			api.requests.length = 0;
			await given(poller);
			made.push(api.requests.length);
		}
		return made;
	}

	it('stay five while meetings cannot be read, once each was asked for', async () => {
		const poller = await activated();
		for (let id = 0; id < 20; id++) set(String(id), PROCESSED);
		api.answer((request) =>
			request.path === '/meetings' ? serve(request) : { status: 500, json: { message: 'broken' } },
		);
		const [first, ...others] = await counts(poller, 15);
		expect(first).toBeLessThanOrEqual(20 + 2);
		expect(Math.max(...others)).toBeLessThanOrEqual(5);
		expect(await given(poller)).toHaveLength(20);
	});

	it('stay five while reports are waited for, and each meeting is asked for in turn', async () => {
		const poller = await activated({ options: { onlyWithReport: true } });
		for (let id = 0; id < 40; id++) set(String(id), PROCESSED);
		await given(poller);
		expect(Math.max(...(await counts(poller, 60)))).toBeLessThanOrEqual(5);
		const files = { filename: 'Verslag.pdf', content: PDF };
		for (let id = 0; id < 40; id++) set(String(id), PROCESSED, { files });
		expect(await given(poller, 60)).toHaveLength(40);
	});

	it.each([
		['numbers', (page: number) => `page=${page}`],
		['cursors', (page: number) => `cursor=c${page}`],
	])('are three once most meetings were deleted of a list that counts none: %s', async (_, to) => {
		for (let id = 0; id < 400; id++) set(String(id), PROCESSED);
		api.answer((request) => {
			if (request.path !== '/meetings') return serve(request);
			const page = Number(request.query.cursor?.slice(1) ?? request.query.page ?? 1);
			const rows = Object.values(listed);
			const data = rows.slice(15 * page - 15, 15 * page);
			const next = 15 * page < rows.length ? `${api.url}/api/meetings?${to(page + 1)}` : null;
			return { json: { data, links: { next } } };
		});
		const before = await activated();
		for (let id = 100; id < 400; id++) delete listed[String(id)];
		const poller = pollerOf();
		poller.saved = before.saved;
		expect(Math.max(...(await counts(poller, 20)))).toBeLessThanOrEqual(3);
	});
});

describe('the state', () => {
	type Saved = { state: IDataObject & { begun: string } };
	const savedBy = (poller: Poller) => Object.values(poller.saved)[0] as Saved;
	const SUMMARY = { summary: 'We spoke.' };

	it('takes at most 32 bytes for each meeting that is not processed, too', async () => {
		set('done', PROCESSED);
		for (let id = 0; id < 500; id++) set(String(id), 'Meeting created');
		const events = ['meeting.processed', 'meeting.status.changed'];
		const { state } = savedBy(await activated({ events }));
		const size = JSON.stringify(state).length - JSON.stringify({ ...state, begun: '' }).length;
		expect(size).toBe(6 * 500);
		expect(JSON.stringify(state).length).toBeLessThanOrEqual(32 * 501 + 300);
	});

	it('forgets how those were that are processed, or are listed no longer', async () => {
		set('done', PROCESSED);
		for (const id of ['1', '2', '3']) set(id, 'Report sent', SUMMARY);
		const poller = await activated();
		expect(savedBy(poller).state.begun).toHaveLength(6 * 3);
		set('1', PROCESSED, SUMMARY);
		delete listed['2'];
		expect(await given(poller)).toEqual(['1']);
		expect(savedBy(poller).state.begun).toHaveLength(6);
		expect(await given(poller, 30)).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['events that are an object', { events: {} }],
		['events that are a number', { events: 5 }],
		['nothing of the meetings', { events: ['meeting.processed'], meeting: null }],
		['meetings in another form', { meeting: { records: 5, horizon: 0 } }],
		['open meetings in another form', { begun: { 1: 'abcd' } }],
	])('begins anew where it is of an odd shape: %s', async (_, odd) => {
		for (let id = 0; id < 5; id++) set(String(id), PROCESSED);
		const poller = await activated();
		Object.assign(savedBy(poller).state, odd);
		expect(await poller.restart()).toBeNull();
		set('new', PROCESSED);
		expect(await given(poller, 3)).toEqual(['new']);
	});
});

describe('a list of which a part cannot be had', () => {
	/** What answers lists of so many rows in pages of 100, where a page does not fail. */
	const inPages = (
		list: string,
		rows: () => IDataObject[],
		broken: () => number,
		isCounted = true,
	) =>
		api.answer((request) => {
			if (request.path !== `/${list}`) return serve(request);
			const page = Number(request.query.page ?? 1);
			if (page === broken()) return { status: 500, json: { message: 'broken' } };
			const all = rows();
			const data = all.slice(100 * page - 100, 100 * page);
			const meta = {
				current_page: page,
				last_page: Math.ceil(all.length / 100),
				total: all.length,
			};
			return { json: isCounted ? { data, meta } : data };
		});

	/** In which minutes polls failed that take place so many minutes apart, and what they gave. */
	async function watched(poller: Poller, polls: number, minutes: number) {
		const [failed, ids]: [number[], unknown[]] = [[], []];
		for (let poll = 0; poll < polls; poll++) {
			const items = await given(poller, 1, 0).catch(() => void failed.push(poll * minutes));
			ids.push(...(items ?? []));
			const now = clock.now() + minutes * 60_000;
			jest.spyOn(clock, 'now').mockImplementation(() => now);
		}
		return { failed, ids };
	}

	it.each([
		['counted', true],
		['not counted', false],
	])(
		'tells once an hour of a page that goes on failing, and reads the others: %s',
		async (_, isCounted) => {
			for (let id = 0; id < 950; id++) set(String(id), PROCESSED);
			let broken = 0;
			const order = () => {
				const { early, late, ...others } = listed;
				const rows = Object.values(others);
				const inserted = [early, late].filter(Boolean);
				return [...rows.slice(0, 550), ...inserted, ...rows.slice(550)];
			};
			inPages('meetings', order, () => broken, isCounted);
			const poller = await activated();
			broken = 4;
			set('early', PROCESSED);
			const { failed, ids } = await watched(poller, 60, 5);
			expect(ids).toEqual(['early']);
			expect(failed.length).toBeGreaterThanOrEqual(4);
			expect(failed.length).toBeLessThanOrEqual(5);
			expect(failed[0]).toBeGreaterThanOrEqual(15);
			broken = 0;
			set('late', PROCESSED);
			expect(await watched(poller, 20, 5)).toEqual({ failed: [], ids: ['late'] });
		},
	);

	it('reads the users behind a page that goes on failing, and tells of it', async () => {
		const users = Array.from({ length: 250 }, (_, at) => ({
			userId: `u${at}`,
			meetingId: `u${at}`,
		}));
		let broken = 0;
		inPages(
			'users',
			() => users,
			() => broken,
		);
		set('1', PROCESSED);
		const poller = await activated({
			events: ['meeting.processed', 'users.created'],
			simplify: true,
		});
		broken = 2;
		users.push({ userId: 'new', meetingId: 'new' });
		const { failed, ids } = await watched(poller, 30, 5);
		expect(ids).toEqual(['new']);
		expect(failed.length).toBeGreaterThanOrEqual(2);
		expect(failed[0]).toBeGreaterThanOrEqual(15);
	});

	it.each<[string, (page: number) => IDataObject]>([
		['it counts pages', () => ({ meta: { last_page: 3 } })],
		[
			'it says that it is the first',
			() => ({ meta: { current_page: 1, last_page: 3, total: 250 } }),
		],
		['it says that it is another', (page) => ({ meta: { current_page: page, last_page: 3 } })],
		['its link leads on', () => ({ links: { next: `${api.url}/api/meetings?page=2` } })],
	])('is no whole list where every page is the first one: %s', async (_, more) => {
		for (let id = 0; id < 250; id++) set(String(id), PROCESSED);
		const rows = () => Object.values(listed);
		inPages('meetings', rows, () => 0);
		const poller = await activated();
		api.answer((request) =>
			request.path === '/meetings'
				? { json: { data: rows().slice(0, 100), ...more(Number(request.query.page ?? 1)) } }
				: serve(request),
		);
		const { failed } = await watched(poller, 16, 5);
		expect(failed).toEqual([15, 75]);
	});
});

describe('a test event', () => {
	it.each([
		[500, /^Claritalk failed with an internal error/],
		[429, /^The rate limit of Claritalk is used up/],
	])('says what failed where no meeting can be read: %i', async (status, message) => {
		set('1', PROCESSED);
		const headers: Record<string, string> = status === 429 ? { 'retry-after': '3000' } : {};
		api.answer((request) =>
			request.path === '/meetings'
				? serve(request)
				: { status, headers, json: { message: 'not now' } },
		);
		await expect(pollerOf().test()).rejects.toThrow(message);
	});

	it('finds an older meeting that the options let through', async () => {
		for (let id = 0; id < 40; id++) {
			set(String(id), PROCESSED);
			listed[String(id)].title = id === 30 ? 'Board' : 'Other';
			own[String(id)].title = listed[String(id)].title;
		}
		const items = (await pollerOf({ options: { titleContains: 'board' } }).test()) ?? [];
		expect(jsonOf(items)).toMatchObject([{ meetingId: '30' }]);
	});
});

it('keeps what only the row says, and filters by it', async () => {
	const dossierId = { __rl: true, mode: 'id', value: 'd1' };
	const poller = await activated({ options: { dossierId } });
	set('1', PROCESSED);
	Object.assign(listed['1'], { dossier_id: 'd1', title: 'Of the list', room: 5 });
	own['1'] = { status: PROCESSED, name: 'Own' };
	expect(jsonOf((await poller.poll()) ?? [])).toMatchObject([
		{ meetingId: '1', dossierId: 'd1', title: 'Own', room: 5 },
	]);
});

describe('a list that is ahead of its meetings', () => {
	it('waits for what processing makes', async () => {
		set('old', PROCESSED);
		const poller = await activated();
		set('1', 'Meeting recorded', {}, PROCESSED);
		expect(await given(poller, 5)).toEqual([]);
		set('1', PROCESSED, { summary: 'We spoke.' });
		expect(jsonOf((await poller.poll()) ?? [])).toMatchObject([{ summary: 'We spoke.' }]);
		expect(await given(poller, 30)).toEqual([]);
	});

	it('waits for 15 minutes, and gives what there is', async () => {
		set('old', PROCESSED);
		const poller = await activated();
		set('1', 'Meeting recorded', {}, PROCESSED);
		expect(await given(poller, 15)).toEqual([]);
		expect(await given(poller, 2)).toEqual(['1']);
		expect(await given(poller, 30)).toEqual([]);
	});

	it.each([
		['the documented word', true],
		['words that the meetings themselves have', false],
	])('says what a changed status is, where it has %s', async (_, isDocumented) => {
		if (isDocumented) set('done', PROCESSED);
		set('1', 'Created');
		const poller = await activated({ events: ['meeting.status.changed'] });
		set('1', 'Recorded');
		expect(await given(poller)).toEqual(['1']);
		set('1', 'Recorded', {}, 'Summarising');
		expect(jsonOf((await poller.poll()) ?? [])).toMatchObject([{ status: 'Summarising' }]);
		set('1', 'Summarising');
		expect(await given(poller, 3)).toEqual([]);
	});
});
