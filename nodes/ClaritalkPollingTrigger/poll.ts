import type { IDataObject } from 'n8n-workflow';

import { wordOf } from '../api/json';
import { isLoginRefused, isMissing, mayPass } from '../api/nodeErrors';
import { readText, withField, withRow } from '../api/rows';
import type { Envelope } from '../events/envelope';
import { momentOf } from '../events/moment';
import { Begun } from './begun';
import { holdsResults, isProcessed, saysProcessed } from '../meetings/processed';
import { askedInVainAt, judge, noteOpen, noteWaiting, waitForAnswer, waitForReport } from './looks';
import type { Failure } from './reading';
import { type Candidate, remember, Search } from './search';
import { isStoredSeen, Seen, statusKeyOf } from './seen';
import {
	EVENTS_OF,
	type EventName,
	type Kind,
	type Memory,
	newMemory,
	type Outcome,
	type Row,
	type Source,
	type State,
	type Wanted,
} from './types';

/*
 * How a poll finds what happened.
 *
 * The API tells of no changes, so its list is read and each row compared with what is remembered. n8n keeps that only when a
 * poll gives something (and when a workflow is published): so nothing may depend on what a quiet poll found out. What is
 * remembered is which meetings were dealt with, never when was looked last: a meeting that is processed and not among them is
 * new, whatever its times say and however long ago n8n looked. So clocks do not matter, nor outages, nor times that are
 * missing, nor rows that move while the list is read; a quiet poll changes nothing that would have to be kept.
 *
 * 1. Without a memory the whole list is read, once more where the API counts more rows than came, and everything there counts
 *    as seen, but for what is not processed. Where no row has the documented word, two meetings of each word are asked for
 *    themselves, of eight words at most. The same goes for an event that is selected later, and for a list of another account
 *    or at another address.
 * 2. Else at most five pages are read, three while nothing is new and there are fewer than 300 rows (reading.ts): the first
 *    and the last, whichever of them is the newest; inwards from there as long as there is news; and the others in turn. A
 *    turn takes pages / 3 polls and finds what no order brings to an end. Where it stands is kept in the process: after a
 *    restart numbered pages go on anywhere, by chance, so that many restarts cannot keep it from any page. Filters of the API
 *    are not used: one that works otherwise than is thought would hide meetings for ever. Users take one request of the five.
 * 3. A status may have other words in lists than the meeting itself, and may have gone on from "processed" before it was seen.
 *    So a row whose word is that of meetings known as processed counts as a candidate, which is asked for itself. Of the
 *    others some are asked for within the same requests, one at least at every other poll: once as their row is, where the
 *    list has the documented word for others, else also after ten minutes. What says "processed" is so; what has a summary,
 *    too, once it did not change for ten minutes (looks.ts).
 * 4. Of the candidates, the oldest first, at most 50 are given: each is asked for itself if Fetch Full Meeting is on, which
 *    comes on top of the five requests; what was asked for to no end is asked for again within them, in turn. What the filters
 *    do not let through, or is gone meanwhile, counts as seen; what only lacks the report that is wanted is asked for again,
 *    for a day. What cannot be read now waits for the next poll, and after 15 minutes comes as the list has it; so does one
 *    that is not processed yet by its own word, though it is by its row's. A changed status that the meeting itself was told
 *    with already is not told again.
 *
 * What it costs: nothing is sent twice in a poll, but in the one without a memory. With pages of 100, a quiet poll is one
 * request up to 100 meetings, 2 up to 200, 3 below 300, else 5; below 200, up to 3 while there are meetings to be asked for
 * themselves. Memory: 26 bytes a meeting that was dealt with, and 6 one that was not processed at first (begun.ts), the newest
 * 20,000 of each, and all that were dealt with and have no time; of what was made before those everything counts as seen.
 *
 * A page that cannot be read, or is the first one again though others are announced, keeps no other one from being read, but
 * for what only it leads to; how long it fails is counted for itself (outage.ts).
 *
 * What is filtered out changes only what the process remembers: a status that was, unwanted, another one meanwhile, and is the
 * old one again after a restart, did not change. If n8n dies after it has started a run and before it has kept what was given,
 * it gives the same again.
 */

/** The most requests for lists. */
const MOST_REQUESTS = 5;

/** The same where nothing is new and a list is short. */
const MOST_QUIET_REQUESTS = 3;

/** The most meetings, or users, of one poll. */
const MOST_GIVEN = 50;

/** How many meetings are looked at for a test event that the filters let through. */
const MOST_TRIED = 10;

/** What is in every envelope of Claritalk's webhook (documented). */
const META = { source: 'claritalk', version: '1.0' };

/** When a poll takes place, and what chance it has: from 0 up to 1. */
interface Moment {
	/** Milliseconds since 1970. */
	now: number;
	random: number;
}

/**
 * Looks for what happened since the last poll that gave something.
 *
 * @param stored what that one gave as its state; undefined for the first one
 * @param memory is changed
 * @throws what the first page of the only list, or of the meetings, fails with; of the first poll whatever fails
 */
export async function poll(
	source: Source,
	wanted: Wanted,
	stored: Partial<State> | undefined,
	memory: Memory,
	{ now, random }: Moment,
): Promise<Outcome> {
	const seen = { user: new Seen(stored?.user), meeting: new Seen(stored?.meeting) };
	const kinds = kindsOf(wanted.events);
	const moved = kinds.filter((kind) => hasMoved(kind, source, stored));
	for (const kind of moved) seen[kind] = new Seen();
	memory.begun = new Begun(moved.includes('meeting') ? undefined : stored?.begun);
	const candidates: Candidate[] = [];
	let used = 0;
	const reached: string[] = [];
	const failures: Failure[] = [];
	for (const kind of kinds) {
		const events = eventsOf(kind, wanted);
		const known = isStoredSeen(stored?.[kind]) && !moved.includes(kind) ? eventsIn(stored) : [];
		const fresh = events.filter((event) => !known.includes(event));
		const search = new Search(source, kind, events, seen[kind], memory, now);
		if (fresh.length > 0) await search.begin(fresh);
		else {
			const most = kind === 'user' && kinds.length > 1 ? 1 : MOST_REQUESTS;
			const readout = await search.read({ most, quiet: MOST_QUIET_REQUESTS, used, random });
			used += readout.requests;
			const nameOf = (place: string) => `${kind} ${place}`;
			reached.push(...readout.reached.map(nameOf));
			failures.push(...readout.failures.map((one) => ({ ...one, place: nameOf(one.place) })));
		}
		candidates.push(...search.candidates());
	}

	const chosen = choose(candidates, wanted, memory, { now, left: MOST_REQUESTS - used });
	const given = await Promise.all(
		chosen.map(async (candidate) => await give(candidate, source, wanted, memory, now)),
	);
	const done = chosen.filter((_, index) => given[index].settled.includes('meeting.processed'));
	memory.begun.drop(done.map(({ key }) => key));
	chosen.forEach((candidate, index) => {
		const { settled, told } = given[index];
		remember(seen[candidate.kind], candidate, settled, told);
		noteWaiting(memory, candidate, settled.length === candidate.events.length);
	});
	const refused = given.find((one) => one.error)?.error;
	if (refused) failures.push({ place: 'login', error: refused, isFinal: true });
	else reached.push('login');
	const sources = { ...stored?.sources };
	const state: State = { ...stored, events: wanted.events, sources };
	for (const kind of kinds) {
		state[kind] = seen[kind].stored();
		sources[kind] = source.idOf(kind);
	}
	state.begun = memory.begun.stored();
	// Meetings may have changed since the list was read.
	const envelopes = given
		.flatMap((one) => one.envelopes)
		.sort((one, other) => happenedAt(one) - happenedAt(other));
	return { envelopes, state, moved, reached, failures };
}

/**
 * The newest of what there is: what someone sees who listens for a test event.
 *
 * @returns undefined when nothing of what can be seen is wanted
 * @throws what kept it from being seen, where nothing else was found
 */
export async function newest(
	source: Source,
	wanted: Wanted,
	{ now, random }: Moment,
): Promise<Envelope | undefined> {
	const memory = newMemory();
	const candidates: Candidate[] = [];
	const failures: Failure[] = [];
	for (const kind of kindsOf(wanted.events)) {
		const events = eventsOf(kind, wanted);
		const search = new Search(source, kind, events, new Seen(), memory, now);
		const readout = await search.read({
			most: MOST_REQUESTS,
			quiet: MOST_REQUESTS,
			used: 0,
			random,
		});
		failures.push(...readout.failures);
		candidates.push(...search.candidates());
	}
	const isWanted = (candidate: Candidate) =>
		candidate.events.some((event) => {
			const envelope = envelopeOf(event, candidate);
			return wanted.passes(envelope) || wanted.lacksReport(envelope);
		});
	candidates.sort((one, other) => other.changedAt - one.changedAt);
	// A row may lack what the options ask for, so the others come after those that have it.
	const wantedRows = candidates.filter(isWanted);
	const others = candidates.filter((candidate) => !isWanted(candidate));
	let failed: unknown;
	for (const candidate of [...wantedRows, ...others].slice(0, MOST_TRIED)) {
		const given = await give(candidate, source, wanted, memory, now);
		if (given.error) throw given.error;
		failed ??= given.unread;
		const { envelopes } = given;
		if (envelopes.length > 0) return envelopes[envelopes.length - 1];
	}
	failed ??= failures[0]?.error;
	if (failed) throw failed;
	return undefined;
}

/** The lists that events are found in, users first, since they take no more than one request beside the other. */
function kindsOf(events: EventName[]): Kind[] {
	return (['user', 'meeting'] as const).filter((kind) =>
		EVENTS_OF[kind].some((event) => events.includes(event)),
	);
}

/** The events that a state was made for; what is not understood is passed over. */
function eventsIn(stored?: Partial<State>): unknown[] {
	return Array.isArray(stored?.events) ? stored.events : [];
}

/** Whether a list is another than the one that the state tells of. */
function hasMoved(kind: Kind, source: Source, stored?: Partial<State>): boolean {
	const before = stored?.sources?.[kind];
	return before !== undefined && before !== source.idOf(kind);
}

function byAge(one: Candidate, other: Candidate): number {
	return one.changedAt - other.changedAt || one.createdAt - other.createdAt;
}

/**
 * Those of which a poll gives what it can: the oldest, and of those that were asked for in vain the ones that waited longest, so
 * that these neither stand in the way of others nor cost more than the requests that are left.
 */
function choose(
	candidates: Candidate[],
	wanted: Wanted,
	memory: Memory,
	{ now, left }: { now: number; left: number },
): Candidate[] {
	const askedAt = (candidate: Candidate) =>
		isAsked(candidate, wanted) ? askedInVainAt(memory, candidate, now) : 0;
	const again = candidates
		.filter((candidate) => askedAt(candidate) > 0)
		.sort((one, other) => askedAt(one) - askedAt(other));
	const others = candidates.filter((candidate) => askedAt(candidate) === 0).sort(byAge);
	return [...others, ...again.slice(0, Math.max(left, 0))].slice(0, MOST_GIVEN).sort(byAge);
}

/** Whether only the meeting itself can say that it is processed. */
function needsProof({ isGuess, events }: Candidate): boolean {
	return isGuess && events.includes('meeting.processed');
}

/** Whether a candidate is asked for itself. */
function isAsked(candidate: Candidate, { fetchFullMeeting }: Wanted): boolean {
	return candidate.kind === 'meeting' && (fetchFullMeeting || needsProof(candidate));
}

function happenedAt({ timestamp }: Envelope): number {
	return momentOf(wordOf(timestamp));
}

function eventsOf(kind: Kind, { events }: Wanted): EventName[] {
	return EVENTS_OF[kind].filter((event) => events.includes(event));
}

/** What came of a candidate. */
interface Given {
	envelopes: Envelope[];
	settled: EventName[];
	/** A hash of the status that was told. */
	told?: string;
	/** Why the whole poll failed. */
	error?: unknown;
	/** Why the meeting could not be read now. */
	unread?: unknown;
}

/** What a candidate gives, and which of its events are settled by that; the others wait for a later poll. */
async function give(
	candidate: Candidate,
	source: Source,
	wanted: Wanted,
	memory: Memory,
	now: number,
): Promise<Given> {
	const { events, kind, key, row } = candidate;
	const asked = isAsked(candidate, wanted) ? await ask(candidate, source, memory, now) : {};
	if (asked === 'gone') return { envelopes: [], settled: events };
	if (asked.unread) return { envelopes: [], settled: [], unread: asked.unread };
	if (asked.refused) return { envelopes: [], settled: [], error: asked.refused };

	const { meeting } = asked;
	const isFull = wanted.fetchFullMeeting && meeting;
	const data = isFull ? withRow(meeting, row, 'meeting') : row;
	const made = (event: EventName) => envelopeOf(event, candidate, data);
	const isDone = !needsProof(candidate) || isProven(candidate, meeting, memory, now);
	// What was found out for another event need not be asked for again.
	if (meeting && kind === 'meeting' && candidate.isGuess && !needsProof(candidate)) {
		judge(memory, candidate, meeting, now);
	}
	const isEarly =
		events.includes('meeting.processed') &&
		isFull &&
		isBehind(candidate, meeting) &&
		waitForAnswer(memory, candidate, now);
	const isLate = (envelope: Envelope) =>
		wanted.lacksReport(envelope) && waitForReport(memory, candidate, now);
	const settled = events.filter(
		(event) => event !== 'meeting.processed' || (isDone && !isEarly && !isLate(made(event))),
	);
	if (settled.includes('meeting.processed')) memory.reports.delete(key);

	const said = meeting && statusKeyOf(readText(meeting, kind, 'status'));
	memory.isAlike ||= said !== '' && said === statusKeyOf(candidate.status);
	// Where the list has the meetings' own words, it says what the status is: a meeting may be behind it.
	const isListed =
		isFull && (memory.isSpoken || memory.isAlike) && said !== statusKeyOf(candidate.status);
	const changed = isListed ? withField(data, kind, 'status', candidate.status) : data;
	const told = statusKeyOf(readText(changed, kind, 'status'));
	const isTold = told !== '' && told === candidate.told;
	const envelopes = settled
		.filter((event) => event !== 'meeting.status.changed' || !isTold)
		.map((event) =>
			event === 'meeting.status.changed' ? envelopeOf(event, candidate, changed) : made(event),
		)
		.filter(wanted.passes);
	return { envelopes, settled, told };
}

/** Whether a meeting whose row does not say so is processed; what cannot be read counts by the word that the list has for it. */
function isProven(
	candidate: Candidate,
	meeting: IDataObject | undefined,
	memory: Memory,
	now: number,
): boolean {
	if (candidate.full) return true;
	if (meeting) return judge(memory, candidate, meeting, now);
	if (candidate.status === '') noteOpen(memory, candidate, now);
	return candidate.status !== '';
}

/** Whether a row says that a meeting is processed, and it itself that it is not, nor what that makes. */
function isBehind({ status }: Row, meeting: IDataObject): boolean {
	const isOpen = readText(meeting, 'meeting', 'status') !== '' && !isProcessed(meeting);
	return saysProcessed(status) && isOpen && !holdsResults(meeting);
}

/** Asks for a meeting itself; without one, the row is all that can be had. */
async function ask(
	candidate: Candidate,
	source: Source,
	memory: Memory,
	now: number,
): Promise<{ meeting?: IDataObject; refused?: unknown; unread?: unknown } | 'gone'> {
	try {
		const meeting = candidate.full ?? (await source.meeting(candidate.id));
		if (!isBehind(candidate, meeting)) memory.unreadable.delete(candidate.key);
		return { meeting };
	} catch (error) {
		if (isMissing(error)) return 'gone';
		// It says nothing of the meeting, which must not count as seen.
		if (isLoginRefused(error)) return { refused: error };
		return mayPass(error) && waitForAnswer(memory, candidate, now) ? { unread: error } : {};
	}
}

/** @param data what is given of the row */
function envelopeOf(event: EventName, { row, kind }: Row, data = row): Envelope {
	const timestamp = timeOf(data, kind) ?? timeOf(row, kind);
	return { event, ...(timestamp && { timestamp }), data, meta: META };
}

/** The last change of a row, or else when it was made, as ISO 8601 in UTC. */
function timeOf(row: IDataObject, kind: Kind): string | undefined {
	const moment =
		momentOf(readText(row, kind, 'updatedAt')) || momentOf(readText(row, kind, 'createdAt'));
	return moment ? new Date(moment).toISOString().replace('.000Z', 'Z') : undefined;
}
