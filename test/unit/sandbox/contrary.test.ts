/** The contrary shape: everything is spelled in another way, and done all the same. */
import type { Sandbox } from '../../sandbox';
import { call, MEETING, NOBODY, startGuessed, startReceiver, USER } from './client';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startGuessed({ shape: 'contrary' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const get = async (path: string) => (await call(sandbox, 'GET', path)).json as unknown;
const asService = () => ({ token: sandbox.serviceToken });
type Row = Record<string, unknown>;

describe('a row', () => {
	it('of a meeting has names of its own, in a wrapper', async () => {
		const [meeting] = sandbox.store.meetings;
		expect(await get(`/meetings/${MEETING}`)).toEqual({
			success: true,
			data: {
				meeting_id: MEETING,
				user_id: meeting.userId,
				team_id: meeting.teamId,
				dossier_id: meeting.dossierId,
				name: meeting.title,
				locale: meeting.locale,
				status: 'Meeting processed',
				summary_quality_flag: 1,
				created_at: '2026-01-05T09:00:00.000000Z',
				updated_at: '2026-01-05T09:00:00.000000Z',
				summary: meeting.summary,
				themes: meeting.themes,
				todos: meeting.todos,
				discussion_topics: meeting.discussionTopics,
				metadata: meeting.metadata,
			},
		});
	});

	it('has a number as title where that is one', async () => {
		const [meeting] = sandbox.store.meetings;
		meeting.title = '2026';
		meeting.summaryQualityFlag = false;
		expect(await get(`/meetings/${MEETING}`)).toMatchObject({
			data: { name: 2026, summary_quality_flag: 0 },
		});
	});

	it('of a user is bare', async () => {
		expect(await get(`/users/${USER}`)).toEqual({
			user_id: USER,
			email: 'an.peeters@kantoor.example',
			first_name: 'An',
			last_name: 'Peeters',
			role: 'admin',
			created_at: '2026-01-05T09:00:00.000000Z',
		});
	});
});

describe('a list', () => {
	/** The rows of the paginator, page by page as it announces them. */
	async function pagesOf(query: string): Promise<Row[][]> {
		const pages: Row[][] = [];
		let next: string | null = `${sandbox.url}/api/meetings?${query}`;
		while (next) {
			const path = next.replace(`${sandbox.url}/api`, '');
			const { data } = (await get(path)) as {
				data: { data: Row[]; next_page_url: string | null };
			};
			pages.push(data.data);
			next = data.next_page_url;
		}
		return pages;
	}

	it('of meetings is a paginator in a wrapper, whose second page is empty', async () => {
		sandbox.store.addMeetings(13);
		const pages = await pagesOf('per_page=100');
		expect(pages.map(({ length }) => length)).toEqual([10, 0, 10, 5]);
		expect(pages.flat().map(({ meeting_id: id }) => id)).toEqual(
			sandbox.store.meetings.map(({ meetingId }) => meetingId),
		);
		expect(await get('/meetings?page=3&per_page=4&search=zzz')).toMatchObject({
			success: true,
			data: { current_page: 3, last_page: 1, per_page: 4, total: 0, next_page_url: null },
		});
	});

	it('of meetings has links that forget the filter', async () => {
		sandbox.store.createMeeting({ title: 'New' });
		expect(await get('/meetings?status=done')).toMatchObject({
			data: { next_page_url: `${sandbox.url}/api/meetings?page=2`, last_page: 3 },
		});
	});

	it('of meetings that fit on one page has no other', async () => {
		expect((await pagesOf('search=tva')).map(({ length }) => length)).toEqual([2]);
	});

	it('of meetings is searched by the summary, too', async () => {
		const [rows] = await pagesOf('search=engagement%20letter');
		expect(rows).toMatchObject([{ name: 'Onboarding of a new client (3)' }]);
	});

	it('of meetings has other texts for a status than the meeting, and is filtered by them', async () => {
		const { meetingId } = sandbox.store.createMeeting({ title: 'New' });
		const [rows] = await pagesOf('status=in_progress');
		expect(rows).toMatchObject([{ meeting_id: meetingId, status: 'in_progress' }]);
		expect(await get(`/meetings/${meetingId}`)).toMatchObject({
			data: { status: 'Meeting created' },
		});
		expect(await get('/meetings?status=done')).toMatchObject({ data: { total: 12 } });
	});

	it('of users is a bare array, and whole on every page', async () => {
		for (const query of ['', '?page=2&per_page=1']) {
			expect(await get(`/users${query}`)).toMatchObject(
				['An', 'Luc', 'Sofie'].map((first_name) => ({ first_name })),
			);
		}
	});

	it('of teams has no numbers, and 404 after the last page', async () => {
		const [first, second, third] = sandbox.store.teams.map(({ teamId, name }) => ({
			team_id: teamId,
			team_name: name,
		}));
		expect(await get('/teams?per_page=100')).toEqual({ data: [first, second] });
		expect(await get('/teams?page=2&per_page=100')).toEqual({ data: [third] });
		expect(await call(sandbox, 'GET', '/teams?page=3')).toMatchObject({
			status: 404,
			json: { message: 'There is no page 3.' },
		});
	});

	it('of dossiers has its rows as items, and an empty page after the last', async () => {
		const lengths = [1, 2, 3].map(async (page) => {
			const { data } = (await get(`/dossiers?page=${page}`)) as { data: { items: Row[] } };
			return data.items.length;
		});
		expect(await Promise.all(lengths)).toEqual([3, 1, 0]);
		expect(await get('/dossiers?search=lambert')).toMatchObject({
			data: {
				items: [{ dossier_id: sandbox.store.dossiers[1].dossierId, name: 'Garage Lambert' }],
			},
		});
	});
});

describe('a write', () => {
	const form = () => {
		const body = new FormData();
		body.append('meeting_id', MEETING);
		body.append('file', new File(['abc'], 'a.mp3', { type: 'audio/mpeg' }));
		return body;
	};

	it.each<[string, string, () => unknown, number, string]>([
		['POST', '/users', () => ({ email: 'x@y.example' }), 201, 'OK'],
		['POST', '/users/invite', () => ({ email: 'x@y.example' }), 200, '[]'],
		['PATCH', `/users/${USER}`, () => ({ first_name: 'Anna' }), 200, 'true'],
		['DELETE', `/users/${USER}`, () => undefined, 200, 'null'],
		['POST', '/organisations', () => ({ name: 'x' }), 204, ''],
		['POST', '/client/webhook', () => ({ webhook_url: 'https://n8n.example/x' }), 200, 'OK'],
		['POST', `/meetings/${MEETING}/recordings/start`, () => undefined, 200, 'true'],
		['POST', '/upload/recordings', form, 202, 'Recording received'],
	])('%s %s is answered in its own way', async (method, path, body, status, text) => {
		const answer = await call(sandbox, method, path, { body: body(), ...asService() });
		expect([answer.status, answer.text]).toEqual([status, text]);
	});

	it('is done: what was written can be read', async () => {
		const body = { title: 'Overleg', locale: 'fr' };
		const created = await call(sandbox, 'POST', '/meetings', { body });
		expect(created).toMatchObject({ status: 201, json: { data: { name: 'Overleg' } } });
		expect(await get(`/meetings/${String(created.json.data.meeting_id)}`)).toMatchObject({
			data: { name: 'Overleg', locale: 'fr' },
		});

		await call(sandbox, 'PATCH', `/users/${USER}`, { body: { first_name: 'Anna' } });
		expect(await get(`/users/${USER}`)).toMatchObject({ first_name: 'Anna' });

		const email = 'new@kantoor.example';
		await call(sandbox, 'POST', '/users', { body: { email }, ...asService() });
		expect(await get(`/users?search=${email}`)).toMatchObject([{ email }]);

		await call(sandbox, 'DELETE', `/users/${USER}`, asService());
		expect((await call(sandbox, 'GET', `/users/${USER}`)).status).toBe(404);

		await call(sandbox, 'POST', '/upload/recordings', { body: form() });
		expect(sandbox.store.recordings).toMatchObject([{ meetingId: MEETING, size: 3 }]);

		const stop = `/meetings/${MEETING}/recordings/stop`;
		sandbox.store.activeRecordings.add(MEETING);
		expect(await call(sandbox, 'POST', stop)).toMatchObject({ status: 204, text: '' });
		expect(sandbox.store.activeRecordings.size).toBe(0);
	});
});

describe('a refusal', () => {
	const clash = async () => {
		sandbox.store.activeRecordings.add(MEETING);
		return await call(sandbox, 'POST', `/meetings/${MEETING}/recordings/start`);
	};

	it.each<[number, () => Promise<{ status: number; json: unknown }>, unknown]>([
		[
			400,
			async () => await call(sandbox, 'POST', '/meetings', { body: '{' }),
			{ error: { message: 'The body is not valid JSON.' } },
		],
		[
			401,
			async () => await call(sandbox, 'GET', '/teams', { token: null }),
			{ error: { message: 'Unauthenticated.' } },
		],
		[
			403,
			async () => await call(sandbox, 'POST', '/users', { body: {} }),
			{ error: { message: 'This action is unauthorized.' } },
		],
		[
			404,
			async () => await call(sandbox, 'GET', `/meetings/${NOBODY}`),
			{ message: expect.stringContaining('No query results for model') },
		],
		[
			405,
			async () => await call(sandbox, 'PUT', '/teams'),
			{ message: expect.stringContaining('Supported methods: GET, HEAD.') },
		],
		[409, clash, { message: ['A recording is already active.'] }],
		[
			422,
			async () => await call(sandbox, 'POST', '/upload/recordings', { body: {} }),
			{ errors: ['The file field is required.', 'The meeting id field is required.'] },
		],
	])('with %i has its words in a place of its own', async (status, refused, body) => {
		const answer = await refused();
		expect([answer.status, answer.json]).toEqual([status, body]);
	});
});

it('delivers the documented envelope, with more in it than is documented', async () => {
	const receiver = await startReceiver();
	const body = { webhook_url: receiver.url };
	await call(sandbox, 'POST', '/client/webhook', { body });
	const { envelope } = await sandbox.processMeeting(MEETING);
	await receiver.close();
	expect(receiver.received.map((delivery) => JSON.parse(delivery.body) as unknown)).toEqual([
		envelope,
	]);
	expect(envelope).toMatchObject({
		event: 'meeting.processed',
		data: { meetingId: MEETING, status: 'Meeting processed', workspace: expect.anything() },
		meta: { source: 'claritalk', region: 'eu' },
		attempt: null,
	});
});

it('is said by the sandbox, whose shape is the expected one by default', async () => {
	const other = await startGuessed();
	await other.close();
	expect([sandbox.shape, other.shape]).toEqual(['contrary', 'expected']);
});
