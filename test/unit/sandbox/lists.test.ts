import type { Sandbox } from '../../sandbox';
import { call, startGuessed, USER } from './client';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startGuessed();
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const get = async (path: string) => (await call(sandbox, 'GET', path)).json;
const ids = (rows: Array<Record<string, unknown>>) => rows.map(({ meetingId }) => meetingId);
const stored = () => sandbox.store.meetings.map(({ meetingId }) => meetingId);

describe('a page', () => {
	it('has 15 rows by default, and says what comes before and after it', async () => {
		sandbox.store.addMeetings(200);
		const first = await get('/meetings?search=(');
		const link = (page: number) => `${sandbox.url}/api/meetings?search=%28&page=${page}`;
		expect(first).toEqual({
			data: sandbox.store.meetings.slice(0, 15),
			links: { first: link(1), last: link(15), prev: null, next: link(2) },
			meta: { current_page: 1, last_page: 15, per_page: 15, total: 212 },
		});
		expect(await get('/meetings?page=2')).toMatchObject({
			links: { prev: expect.stringContaining('page=1'), next: expect.stringContaining('page=3') },
		});
	});

	it('has 100 rows at most, and the last one no next', async () => {
		sandbox.store.addMeetings(200);
		const last = await get('/meetings?page=3&per_page=500');
		expect(last).toMatchObject({ links: { next: null }, meta: { per_page: 100, last_page: 3 } });
		expect(last.data).toHaveLength(12);
	});

	it('leads through all rows by its links', async () => {
		sandbox.store.addMeetings(50);
		const all: unknown[] = [];
		let next: string | null = '/meetings?per_page=20';
		while (next) {
			const page: { data: Array<Record<string, unknown>>; links: { next: string | null } } =
				(await get(next)) as never;
			all.push(...ids(page.data));
			next = page.links.next?.replace(`${sandbox.url}/api`, '') ?? null;
		}
		expect(all).toEqual(stored());
	});

	it('is empty beyond the last one, and the first one where the number is no number', async () => {
		expect((await get('/meetings?page=9')).data).toEqual([]);
		expect(await get('/meetings?page=x&per_page=-1')).toMatchObject({
			meta: { current_page: 1, per_page: 15 },
		});
	});
});

describe('the other shapes', () => {
	it.each([
		['data', (rows: object[]) => ({ data: rows })],
		['array', (rows: object[]) => rows],
	] as const)('%s says nothing about pages', async (shape, wrap) => {
		sandbox.store.addMeetings(50);
		sandbox.listShape = shape;
		expect(sandbox.listShape).toBe(shape);
		const { meetings } = sandbox.store;
		expect(await get('/meetings?page=2&per_page=20')).toEqual(wrap(meetings.slice(20, 40)));

		sandbox.ignorePaging = true;
		expect(sandbox.ignorePaging).toBe(true);
		expect(await get('/meetings?page=2&per_page=20')).toEqual(wrap(meetings));
	});

	it('end with a reset', async () => {
		sandbox.listShape = 'array';
		sandbox.ignorePaging = true;
		sandbox.reset();
		expect([sandbox.listShape, sandbox.ignorePaging]).toEqual(['paginator', false]);
	});
});

describe('a filter', () => {
	it.each([
		['status=Meeting%20processed', 12],
		['status=other', 0],
		['from=2026-01-05T15:00:00Z', 6],
		['to=2026-01-05T15:00:00Z', 7],
		['from=2026-01-05T15:00:00Z&to=2026-01-05T15:00:00Z', 1],
		['from=&to=', 12],
		[`user_id=${USER}`, 4],
		['team_id=00000000-0000-4000-8000-000200000001', 4],
		['dossier_id=00000000-0000-4000-8000-000300000001', 3],
		['search=tva', 2],
		['search=other&search=tva', 2],
	])('by %s gives %i meetings', async (query, count) => {
		expect((await get(`/meetings?${query}&per_page=100`)).data).toHaveLength(count);
	});

	it.each([
		['/users?search=maes', ['Maes']],
		['/users?search=luc.dubois@', ['Dubois']],
		['/users?search=an%20peeters', ['Peeters']],
	])('%s finds users by name and mail', async (path, names) => {
		expect((await get(path)).data.map(({ lastName }) => lastName)).toEqual(names);
	});

	it.each([
		['/teams?search=fisc', ['Fiscaliteit']],
		['/teams', ['Audit', 'Fiscaliteit', 'Advies']],
		['/dossiers?search=LAMBERT', ['Garage Lambert']],
		['/dossiers', ['Bakkerij Janssens', 'Garage Lambert', 'Peeters & Zonen', 'Studio Noord']],
	])('%s gives names', async (path, names) => {
		expect((await get(path)).data.map(({ name }) => name)).toEqual(names);
	});

	it('by what is no date is refused', async () => {
		expect(await call(sandbox, 'GET', '/meetings?from=yesterday')).toMatchObject({
			status: 422,
			json: { errors: { from: ['The from field must be a valid date.'] } },
		});
	});
});
