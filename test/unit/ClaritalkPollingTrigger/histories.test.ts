import fc from 'fast-check';

import { momentOf } from '../../../nodes/events/moment';
import type { EventName } from '../../../nodes/ClaritalkPollingTrigger/types';
import { type Manners, type Step, World } from './world';

/** How many histories are tried. */
const HISTORIES = 5_000;

/** The same ones each time, so that what fails is what was changed; `HISTORIES_SEED=2 npm test -- histories` tries others. */
const SEED = Number(process.env.HISTORIES_SEED ?? 1);

/** In how many polls each page of the list has its turn, and each meeting is looked at, which one is at every other poll. */
const pollsFor = ({ meetings }: World) => 400 + 3 * meetings.length;

const EVENTS: EventName[] = ['meeting.processed', 'meeting.status.changed', 'users.created'];

interface History {
	manners: Manners;
	events: EventName[];
	fetchFullMeeting: boolean;
	steps: Step[];
}

const which = fc.nat({ max: 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({ do: fc.constant('make'), count: fc.integer({ min: 1, max: 3 }) }),
	},
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('make'), count: fc.integer({ min: 40, max: 90 }) }),
	},
	{ weight: 8, arbitrary: fc.record({ do: fc.constant('process'), which }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('record'), which }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('send'), which }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('touch'), which }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('remove'), which }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('makeUser') }) },
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('wait'), minutes: fc.integer({ min: 1, max: 600 }) }),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('fail'),
			after: fc.nat({ max: 6 }),
			times: fc.integer({ min: 1, max: 12 }),
		}),
	},
	{ weight: 10, arbitrary: fc.record({ do: fc.constant('poll') }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('restart') }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('forget') }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('move') }) },
) as fc.Arbitrary<Step>;

const histories: fc.Arbitrary<History> = fc.record({
	manners: fc.record({
		order: fc.constantFrom('createdAsc', 'createdDesc', 'changedDesc', 'byId'),
		pageSize: fc.integer({ min: 2, max: 30 }),
		pages: fc.constantFrom('counted', 'bare', 'linked', 'whole'),
		times: fc.constantFrom('both', 'created', 'none'),
		words: fc.constantFrom('documented', 'documented', 'foreign', 'finer', 'none'),
		skew: fc.constantFrom(0, -90, 600),
		moves: fc.boolean(),
	}) as fc.Arbitrary<Manners>,
	events: fc.subarray(EVENTS, { minLength: 1 }),
	fetchFullMeeting: fc.boolean(),
	steps: fc.array(step, { minLength: 1, maxLength: 30 }),
});

/** Lets a history happen, and checks what must hold in each. */
async function check({ manners, events, fetchFullMeeting, steps }: History): Promise<void> {
	const world = new World(manners, events, fetchFullMeeting);
	for (const one of steps) await world.take(one);
	if (!world.baseline) await world.settle(1, () => world.baseline !== undefined);
	const given = () => world.polls.flatMap(({ outcome }) => outcome?.envelopes ?? []);
	const idsOf = (event: EventName) =>
		given()
			.filter((envelope) => envelope.event === event)
			.map(({ data }) => String(data.meetingId));

	if (steps.some((one) => one.do === 'move')) await world.settle(1, () => false);
	const { baseline } = world;
	// Where lists say nothing of a status, all that is there at first counts as seen.
	const isSeen = (id: string) => {
		const before = baseline!.meetings.find((meeting) => meeting.id === id);
		return before && (manners.words === 'none' || before.isDone);
	};
	const expected = events.includes('meeting.processed')
		? world.meetings.filter(({ id, isDone }) => isDone && !isSeen(id))
		: [];
	await world.settle(pollsFor(world), () => {
		const ids = new Set(idsOf('meeting.processed'));
		return expected.every(({ id }) => ids.has(id));
	});

	const processed = idsOf('meeting.processed');
	expect(expected.map(({ id }) => id).filter((id) => !processed.includes(id))).toEqual([]);
	// Of a list that moves while it is read for the first time, a part may be read later.
	if (!manners.moves) expect(processed.filter(isSeen)).toEqual([]);
	expect(processed).toHaveLength(new Set(processed).size);
	const users = idsOf('users.created');
	expect(users).toHaveLength(new Set(users).size);
	checkNumbers(world, events);
	if (events.includes('meeting.status.changed')) checkStatuses(world, manners, given());
}

/** The numbers that are promised for each poll. */
function checkNumbers(world: World, events: EventName[]): void {
	const isOnly = (kind: string) => events.every((event) => event.startsWith(kind));
	for (const { outcome, lists, looks, again, size } of world.polls) {
		const envelopes = outcome?.envelopes ?? [];
		const meetings = new Set(envelopes.map(({ data }) => data.meetingId));
		expect(meetings.size).toBeLessThanOrEqual(50);
		expect(lists).toBeLessThanOrEqual(5);
		// A meeting of which the list does not say whether it is processed is new, too.
		const isQuiet =
			outcome && envelopes.length === 0 && looks === 0 && outcome.failures.length === 0;
		if (isQuiet && size < 300 && !isOnly('users.')) expect(lists).toBeLessThanOrEqual(3);
		expect(looks).toBeLessThanOrEqual(50 + 5);
		expect(lists + again).toBeLessThanOrEqual(5);
		const times = envelopes.map(({ timestamp }) => momentOf(String(timestamp ?? '')));
		expect(times).toEqual([...times].sort((one, other) => one - other));
		expect(Buffer.byteLength(outcome?.state.meeting?.records ?? '')).toBeLessThanOrEqual(32 * 500);
	}
}

/** No status is told twice in a row; the last one that was told is the one that a meeting has. */
function checkStatuses(
	world: World,
	{ words }: Manners,
	given: Array<{ event: string; data: object }>,
) {
	if (words === 'none') return;
	const last = new Map<string, string>();
	for (const { event, data } of given) {
		if (event !== 'meeting.status.changed') continue;
		const { meetingId, status } = data as { meetingId: string; status: string };
		expect(last.get(meetingId)).not.toBe(status);
		last.set(meetingId, status);
	}
}

it(`misses and doubles nothing in ${HISTORIES} histories, and keeps what it promises`, async () => {
	await fc.assert(fc.asyncProperty(histories, check), {
		numRuns: HISTORIES,
		seed: SEED,
	});
}, 300_000);

/** The manners of an API that a history says nothing else of. */
const PLAIN: Manners = {
	order: 'createdAsc',
	pageSize: 2,
	pages: 'counted',
	times: 'both',
	words: 'documented',
	skew: 0,
	moves: false,
};
const MEETINGS: EventName[] = ['meeting.processed'];
const BOTH: EventName[] = ['meeting.processed', 'users.created'];
const POLL: Step = { do: 'poll' };
const MAKE_40: Step = { do: 'make', count: 40 };

// What random histories found once, as short as they could be made.
it.each<[string, Partial<Manners>, EventName[], Step[]]>([
	[
		'every page of the whole list looks as if another followed',
		{ pages: 'whole' },
		MEETINGS,
		[MAKE_40, { do: 'make', count: 3 }],
	],
	[
		'beside the users two requests are left, which the ends took',
		{},
		BOTH,
		[MAKE_40, POLL, { do: 'process', which: 2 }, POLL],
	],
	[
		'a request kept for a look left none for the turn',
		{ pageSize: 10 },
		BOTH,
		[POLL, MAKE_40, { do: 'process', which: 10 }],
	],
	[
		'looks and the users came in the same rhythm',
		{ words: 'foreign' },
		BOTH,
		[POLL, MAKE_40, { do: 'process', which: 0 }],
	],
	[
		'the end of a list that does not say how long it is lay beyond the turn',
		{ pages: 'bare' },
		BOTH,
		[POLL, MAKE_40, { do: 'make', count: 1 }, { do: 'process', which: 40 }],
	],
	[
		'a word that was new to the list waited until all meetings with the known one were asked for',
		{ times: 'created', words: 'foreign' },
		MEETINGS,
		[
			{ do: 'make', count: 72 },
			POLL,
			{ do: 'make', count: 80 },
			{ do: 'make', count: 1 },
			{ do: 'process', which: 0 },
			{ do: 'make', count: 50 },
		],
	],
	[
		'looks and the page in turn never met',
		{ words: 'none' },
		BOTH,
		[POLL, MAKE_40, { do: 'process', which: 2 }],
	],
	[
		'each of many meetings has to be looked at, and the processed one comes last',
		{ words: 'none' },
		MEETINGS,
		[
			POLL,
			{ do: 'make', count: 42 },
			{ do: 'make', count: 63 },
			{ do: 'make', count: 82 },
			{ do: 'process', which: 0 },
			{ do: 'process', which: 6 },
		],
	],
	[
		'the lists of a quiet poll left nothing for a look where there are many meetings',
		{ pageSize: 30, words: 'none' },
		MEETINGS,
		[POLL, ...Array<Step>(4).fill({ do: 'make', count: 90 }), { do: 'process', which: 0 }],
	],
	[
		'a meeting that could not be read counted as open for good',
		{},
		MEETINGS,
		[
			{ do: 'fail', after: 2, times: 1 },
			POLL,
			{ do: 'make', count: 2 },
			{ do: 'process', which: 0 },
			{ do: 'process', which: 1 },
			{ do: 'send', which: 0 },
			POLL,
		],
	],
	[
		'what a changed status had shown of meetings was asked for once more, beyond the five requests',
		{ order: 'createdAsc', pages: 'whole', words: 'finer' },
		['meeting.processed', 'meeting.status.changed', 'users.created'],
		[
			POLL,
			{ do: 'make', count: 2 },
			{ do: 'make', count: 3 },
			{ do: 'process', which: 54 },
			POLL,
			{ do: 'touch', which: 4 },
			{ do: 'record', which: 0 },
		],
	],
	[
		'what could not be read for a quarter of an hour, and has no word in the list, came on top of the five requests',
		{ pageSize: 6, times: 'created', words: 'none' },
		BOTH,
		[
			{ do: 'makeUser' },
			POLL,
			{ do: 'make', count: 56 },
			{ do: 'fail', after: 5, times: 12 },
			POLL,
			{ do: 'process', which: 48 },
			{ do: 'make', count: 1 },
		],
	],
	[
		'a meeting changed after the list was read',
		{ moves: true },
		['meeting.status.changed'],
		[POLL, { do: 'make', count: 2 }, { do: 'process', which: 0 }, { do: 'send', which: 7 }],
	],
])('%s', async (_, manners, events, steps) => {
	const all = { manners: { ...PLAIN, ...manners }, events, steps };
	await check({ ...all, fetchFullMeeting: false });
	await check({ ...all, fetchFullMeeting: true });
});
