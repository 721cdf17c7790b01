import { Store } from '../../sandbox/store';
import { call, startGuessed } from './client';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the seed', () => {
	const { meetings, users, teams, dossiers, organisations } = new Store(true);

	it('is the same at every start, and after a reset', () => {
		const store = new Store(true);
		const before = JSON.stringify(store);
		expect(store.meetings[11].createdAt).toBe('2026-01-05 20:00:00');
		expect(JSON.stringify(new Store(true))).toBe(before);
		store.createMeeting({ title: 'x' });
		store.users[0].firstName = 'X';
		store.process(store.meetings[0]).title = 'X';
		store.connectConnected = false;
		store.reset();
		expect(JSON.stringify(store)).toBe(before);
	});

	it('has one organisation, and meetings of all its users, teams and dossiers', () => {
		expect([organisations, users, teams, dossiers, meetings].map(({ length }) => length)).toEqual([
			1, 3, 3, 4, 12,
		]);
		const used = (key: 'userId' | 'teamId' | 'dossierId') =>
			new Set(meetings.map((meeting) => meeting[key]));
		expect(used('userId')).toEqual(new Set(users.map(({ userId }) => userId)));
		expect(used('teamId')).toEqual(new Set(teams.map(({ teamId }) => teamId)));
		expect(used('dossierId')).toEqual(new Set(dossiers.map(({ dossierId }) => dossierId)));
	});

	it('has UUIDs, the documented times, three languages, and minutes in every meeting', () => {
		for (const meeting of meetings) {
			expect(meeting.meetingId).toMatch(UUID);
			expect(meeting.createdAt).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
			expect(meeting.summary.general.content.length).toBeGreaterThan(50);
			for (const part of [meeting.themes, meeting.todos, meeting.discussionTopics]) {
				expect(part.length).toBeGreaterThan(0);
			}
		}
		expect(new Set(meetings.map(({ locale }) => locale))).toEqual(new Set(['nl', 'fr', 'en']));
		expect(new Set(meetings.map(({ summary }) => summary.general.content)).size).toBe(12);
	});

	it('can be extended by any number of meetings with IDs of their own', () => {
		const store = new Store(true);
		store.addMeetings(500);
		expect(new Set(store.meetings.map(({ meetingId }) => meetingId)).size).toBe(512);
	});
});

it('starts without rows when it is to, but with users and their organisation', async () => {
	const sandbox = await startGuessed({ seed: false });
	const counts = await Promise.all(
		['/meetings', '/teams', '/dossiers', '/users'].map(
			async (path) => (await call(sandbox, 'GET', path)).json.data.length,
		),
	);
	const created = await call(sandbox, 'POST', '/meetings', { body: { title: 'First' } });
	await sandbox.close();
	expect(counts).toEqual([0, 0, 0, 3]);
	expect(created.status).toBe(201);
});

it('holds every answer back by the latency', async () => {
	const sandbox = await startGuessed({ latencyMs: 60 });
	const started = performance.now();
	await call(sandbox, 'GET', '/teams');
	const elapsed = performance.now() - started;
	await sandbox.close();
	expect(elapsed).toBeGreaterThan(50);
});
