/** The lists behind the resource locators, as the editor asks for them. */
import type { INodeListSearchItems } from 'n8n-workflow';

import { failureOf, patOf, useClaritalk } from '../harness/claritalk';
import type { Harness, ListSearchSetup } from '../harness/harness';
import { type Sandbox, SHAPES } from '../sandbox';

let sandbox: Sandbox;
let n8n: Harness;

const search = async (method: string, setup: ListSearchSetup = {}) =>
	await n8n.listSearch('claritalk', method, setup);
const names = ({ results }: { results: INodeListSearchItems[] }) => results.map(({ name }) => name);

/** Asks for page after page, as the editor does when someone scrolls. */
async function scroll(method: string, filter?: string): Promise<INodeListSearchItems[]> {
	const all: INodeListSearchItems[] = [];
	let paginationToken: string | undefined;
	do {
		const page = await search(method, { filter, paginationToken });
		all.push(...page.results);
		paginationToken = page.paginationToken as string | undefined;
	} while (paginationToken);
	return all;
}

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	describe('the list of', () => {
		it('meetings names title and time, the newest first', async () => {
			expect(await search('searchMeetings', { filter: 'onboarding' })).toEqual({
				results: [
					['Onboarding of a new client (11)', '19:00'],
					['Onboarding of a new client (7)', '15:00'],
					['Onboarding of a new client (3)', '11:00'],
				].map(([name, time]) => ({
					name: `${name} · 5 Jan 2026 ${time}`,
					value: sandbox.store.meetings.find(({ title }) => title === name)!.meetingId,
				})),
			});
		});

		it("meetings is what Claritalk's search found, also by what the title does not hold", async () => {
			const { results } = await search('searchMeetings', { filter: 'engagement letter' });
			expect(names({ results })).toEqual(
				{ expected: [], contrary: ['Onboarding of a new client (3) · 5 Jan 2026 11:00'] }[shape],
			);
		});

		it('users names name and mail', async () => {
			const [user] = sandbox.store.users;
			expect(await search('searchUsers', { filter: 'an.peeters' })).toEqual({
				results: [{ name: 'An Peeters (an.peeters@kantoor.example)', value: user.userId }],
			});
		});

		it.each([
			['searchTeams', ['Audit', 'Fiscaliteit', 'Advies']],
			[
				'searchDossiers',
				['Bakkerij Janssens', 'Garage Lambert', 'Peeters & Zonen', 'Studio Noord'],
			],
		])('%s names the name', async (method, expected) => {
			expect((await scroll(method)).map(({ name }) => name)).toEqual(expected);
		});

		it.each(['searchUsers', 'searchTeams', 'searchDossiers'])(
			'%s has each row once, and comes to an end',
			async (method) => {
				const values = (await scroll(method)).map(({ value }) => value);
				expect(values.length).toBeGreaterThan(2);
				expect(new Set(values).size).toBe(values.length);
				expect(sandbox.requests.length).toBeLessThanOrEqual(3);
			},
		);

		it('meetings takes a number for a title', async () => {
			sandbox.store.meetings[1].title = '2026';
			expect((await scroll('searchMeetings')).map(({ name }) => name)).toContain(
				'2026 · 5 Jan 2026 10:00',
			);
		});
	});

	describe('the whole collection', () => {
		it('is given page by page', async () => {
			sandbox.store.addMeetings(240);
			const all = await scroll('searchMeetings');
			expect(all.map(({ value }) => value).sort()).toEqual(
				sandbox.store.meetings.map(({ meetingId }) => meetingId).sort(),
			);
			expect(sandbox.requests).toHaveLength({ expected: 3, contrary: 27 }[shape]);
		});

		it('is searched to its end, even if the API knows no search', async () => {
			const page = (number: number, title: string) => ({
				json: {
					data: [{ meetingId: `m${number}`, title }],
					meta: { current_page: number, last_page: 3 },
				},
			});
			for (const [index, title] of ['Alpha', 'Beta', 'Gamma'].entries()) {
				// The first page is the same without a search: so the API knows none.
				sandbox.answerNext({ times: index === 0 ? 2 : 1 }, page(index + 1, title));
			}
			expect(await search('searchMeetings', { filter: ' GAMMA ' })).toEqual({
				results: [{ name: 'Gamma', value: 'm3' }],
			});
			expect(sandbox.requests.at(-1)!.query).toMatchObject({ page: '3', search: 'GAMMA' });
		});

		it('leaves out what has no ID, and shows the ID of what has no name', async () => {
			const data = [
				{ title: 'no ID' },
				{ meetingId: 'm1' },
				{ id: 2, createdAt: '2026-03-01 10:00:00' },
			];
			sandbox.answerNext({}, { json: { data, links: { next: null } } });
			expect(await search('searchMeetings')).toEqual({
				results: [
					{ name: '1 Mar 2026 10:00', value: '2' },
					{ name: 'm1', value: 'm1' },
				],
			});
		});
	});

	describe('the suggestions', () => {
		it.each([
			['suggestLocales', undefined, ['en', 'fr', 'nl']],
			['suggestLocales', 'F', ['fr', 'F']],
			['suggestLocales', 'de', ['de']],
			['suggestRoles', undefined, ['admin', 'member']],
			['suggestRoles', 'member', ['member']],
		])('of %s for %j are %j', async (method, filter, expected) => {
			expect(names(await search(method, { filter }))).toEqual(expected);
		});

		it('hold the statuses that the list has, by which it can be filtered', async () => {
			sandbox.store.meetings.length = 1;
			sandbox.store.createMeeting({ status: 'Meeting created' });
			expect(names(await search('suggestStatuses'))).toEqual(
				{
					expected: ['Meeting created', 'Meeting processed'],
					contrary: ['Meeting processed', 'done', 'in_progress'],
				}[shape],
			);
		});
	});

	it('says why a list cannot be shown', async () => {
		const credentials = { claritalkApi: patOf(sandbox, 'wrong-token-1') };
		const error = await failureOf(search('searchMeetings', { credentials }));
		expect(error.httpCode).toBe('401');
		expect(error.description).toContain('Claritalk says: Unauthenticated.');
	});
});

describe('a list that says nothing of pages', () => {
	useClaritalk((world) => ({ sandbox, n8n } = world));

	it.each(['data', 'array'] as const)('is given at once when it is shaped as %s', async (shape) => {
		sandbox.store.addMeetings(240);
		sandbox.listShape = shape;
		expect(await scroll('searchMeetings')).toHaveLength(252);
	});
});
