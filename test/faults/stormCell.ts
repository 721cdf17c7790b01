import { inspect, isDeepStrictEqual } from 'node:util';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { byId } from '../harness/claritalk';
import type { ExecuteSetup } from '../harness/harness';
import { withOwnClock } from '../harness/ownClock';
import type { Sandbox } from '../sandbox';
import { MEETING } from './calls';
import { credentialsFor, DONE, orHangs, ownWordsFor, reachedIn, SECRETS, type World } from './cell';
import { type Exchange, FaultProxy, type Passage } from './proxy';
import type { Blow, Storm } from './storms';

/** How many items one execution has. */
export const ITEMS = 24;

/** What the node does with each of them: the columns of the page. */
export const STORM_KINDS = ['read', 'write', 'upload', 'delete'] as const;
export type StormKind = (typeof STORM_KINDS)[number];

export type StormLogin = 'serviceAccount' | 'oAuth2';

/** The ways to get through a storm; a user's token may delete nobody. */
export const WAYS: Array<{ kind: StormKind; login: StormLogin }> = [
	...STORM_KINDS.map((kind) => ({ kind, login: 'serviceAccount' as const })),
	...(['read', 'write', 'upload'] as const).map((kind) => ({ kind, login: 'oAuth2' as const })),
];

/** What an execution in a storm came to. */
export interface StormOutcome {
	items: INodeExecutionData[];
	error?: Error & { context?: IDataObject };
	passages: Passage[];
	/** For how many logins there was a reason. */
	loginsDue: number;
	/** How often each item was carried out, as the store shows it afterwards. */
	done: number[];
	/** The ID that each item is about, or that was made for it. */
	ids: Array<string | undefined>;
}

/** A storm over one execution, and what came of it. */
export interface StormCell {
	storm: Storm;
	kind: StormKind;
	login: StormLogin;
	outcome: StormOutcome;
}

const PARAMETERS: Record<StormKind, IDataObject> = {
	read: { resource: 'meeting', operation: 'get', meetingId: byId('={{ $json.id }}') },
	write: { resource: 'meeting', operation: 'create', title: '={{ $json.name }}' },
	upload: { resource: 'recording', operation: 'upload', meetingId: byId(MEETING) },
	delete: { resource: 'user', operation: 'delete', userId: byId('={{ $json.id }}') },
};

/** Before it has run. */
export const NOTHING: StormOutcome = { items: [], passages: [], loginsDue: 0, done: [], ids: [] };

/** A small one: of a large one that is refused for its token the refusal may be lost, and then it depends on luck what came of it. */
const RECORDING = Buffer.alloc(1000);

const NAMES = Array.from({ length: ITEMS }, (_, item) => `Item ${item}.mp3`);

/** More often a request that may be sent again is not struck in a row: the third time counts. */
const MOST_IN_A_ROW = 2;

/** A storm as it passes over the requests of one execution. */
class Weather {
	/** One at first, and one for each token that was refused and each login that failed. */
	loginsDue = 1;
	private requests = 0;
	private logins = 0;
	private readonly inARow = new Map<string, number>();

	constructor(
		private readonly storm: Storm,
		private readonly sandbox: Sandbox,
	) {}

	async meddle(exchange: Exchange): Promise<void> {
		const { url = '' } = exchange.request;
		const blow = url.startsWith('/oauth') ? this.blowForLogin() : this.blowFor(exchange);
		if (blow) return await blow.meddle(exchange, this.sandbox);
		const answer = await exchange.ask();
		// What was turned away for its token comes again.
		if (answer.status !== 401) this.inARow.delete(keyOf(exchange));
		exchange.give(answer);
	}

	private blowForLogin(): Blow | undefined {
		const blow = this.storm.strikeLogin?.(++this.logins);
		if (blow) this.loginsDue++;
		return blow;
	}

	private blowFor(exchange: Exchange): Blow | undefined {
		const blow = this.storm.strike(++this.requests);
		if (blow?.refusesToken) this.loginsDue++;
		if (!blow || blow.refusesToken) return blow;
		const key = keyOf(exchange);
		const struck = (this.inARow.get(key) ?? 0) + 1;
		if (exchange.request.method !== 'POST' && struck > MOST_IN_A_ROW) return undefined;
		this.inARow.set(key, struck);
		return blow;
	}
}

function keyOf({ request: { method, url } }: Exchange): string {
	return `${method} ${url}`;
}

/**
 * Runs the node for many items while a storm goes on.
 *
 * @param goOn On Error › Continue
 */
export async function runStorm(
	{ sandbox, n8n }: Pick<World, 'sandbox' | 'n8n'>,
	{ storm, kind, login }: Omit<StormCell, 'outcome'>,
	goOn: boolean,
): Promise<StormOutcome> {
	const ids = prepare(sandbox, kind);
	const weather = new Weather(storm, sandbox);
	const meddle = async (exchange: Exchange) => await weather.meddle(exchange);
	const proxy = await FaultProxy.start({ target: sandbox.url, meddle });
	const recording = await n8n.storeBinary(RECORDING, '', 'audio/mpeg');
	const setup: ExecuteSetup = {
		credentials: (await credentialsFor(login, sandbox, proxy.url)) as ExecuteSetup['credentials'],
		// n8n renews one token at a time for each.
		credentialId: proxy.url,
		parameters: { ...PARAMETERS[kind], authentication: login } as INodeParameters,
		items: NAMES.map((name, item) => ({
			json: { name, id: ids[item] ?? '' },
			binary: { data: { ...recording, fileName: name } },
		})),
		continueOnFail: goOn,
	};
	const run = withOwnClock(
		() => Infinity,
		() => undefined,
		async () => await n8n.execute('claritalk', setup),
	);
	const ended = await orHangs(run).then(
		([items]) => ({ items }),
		(error: Error) => ({ items: [], error }),
	);
	await proxy.close();
	const { passages } = proxy;
	const { loginsDue } = weather;
	return { ...ended, passages, loginsDue, done: doneIn(sandbox, kind, ids), ids };
}

/** Makes what the items are about; gives the ID for each, where there is one. */
function prepare({ store }: Sandbox, kind: StormKind): Array<string | undefined> {
	if (kind === 'read') {
		store.addMeetings(ITEMS - store.meetings.length);
		return store.meetings.map(({ meetingId }) => meetingId);
	}
	if (kind !== 'delete') return [];
	const [user] = store.users;
	const users = NAMES.map((name, item) => ({ ...user, userId: `user-${item}`, email: name }));
	store.users.push(...users);
	return users.map(({ userId }) => userId);
}

function doneIn({ store }: Sandbox, kind: StormKind, ids: Array<string | undefined>): number[] {
	return NAMES.map((name, item) => {
		switch (kind) {
			case 'read':
				return 0;
			case 'write':
				return store.meetings.filter(({ title }) => title === name).length;
			case 'upload':
				return store.recordings.filter(({ filename }) => filename === name).length;
			case 'delete':
				return store.users.some(({ userId }) => userId === ids[item]) ? 0 : 1;
		}
	});
}

/** What must hold of an execution that goes on after errors; the sentences say what does not. */
export function stormProblemsOf({ kind, outcome }: StormCell): string[] {
	const { items, error, passages, loginsDue, done, ids } = outcome;
	if (error) return [`fails as a whole: ${error.message}`];
	const paired = items.map(({ pairedItem }) => pairedItem);
	const inOrder = NAMES.map((_, item) => ({ item }));
	const problems: string[] = [];
	if (!isDeepStrictEqual(paired, inOrder)) {
		problems.push(`gives its items otherwise than they came: ${JSON.stringify(paired)}`);
	}
	if (SECRETS.test(JSON.stringify(items))) problems.push('shows a secret');
	if (kind !== 'delete' && reachedIn(passages) > ITEMS) problems.push('more writes than items');
	const logins = passages.filter(({ url }) => url.startsWith('/oauth')).length;
	if (logins > loginsDue) problems.push(`${logins} logins where ${loginsDue} were due`);
	for (const [item, { json }] of items.entries()) {
		const text = errorOf(json);
		const isRepeatable = kind === 'read' || kind === 'delete';
		const told = (what: string) => problems.push(`item ${item} ${what}: ${JSON.stringify(json)}`);
		if (done[item] > 1) told(`was carried out ${done[item]} times`);
		if (text === undefined) {
			if (kind !== 'read' && done[item] === 0) told('succeeds, and nothing was done');
			if (kind === 'read' && json.meetingId !== ids[item]) told('is another one');
			continue;
		}
		if (messageIn(text) === undefined) told('has no words of our own with a cure');
		if (isRepeatable) told('fails, though it may be sent again');
		else if (done[item] === 1 && !DONE.test(text)) told('was carried out, and does not say so');
	}
	return problems;
}

/**
 * What must hold of the same execution where it stops at the first error.
 *
 * @param going the one that went on
 */
export function stopProblemsOf(outcome: StormOutcome, going: StormOutcome): string[] {
	const { error, items, done } = outcome;
	const failed = going.items.findIndex(({ json }) => errorOf(json) !== undefined);
	if (failed < 0) return error || items.length !== ITEMS ? ['fails, though nothing failed'] : [];
	if (error?.context?.itemIndex !== failed) {
		return [`names another item than ${failed}: ${JSON.stringify(error?.context)}`];
	}
	if (SECRETS.test(inspect(error, { depth: 8 }))) return ['shows a secret'];
	const expected = going.done.map((count, item) => (item <= failed ? count : 0));
	return isDeepStrictEqual(done, expected) ? [] : [`has done ${done.join()}`];
}

/** The text of an item that failed. */
export function errorOf({ error }: IDataObject): string | undefined {
	return typeof error === 'string' ? error : undefined;
}

/** The package's message that a text of message and cure begins with. */
export function messageIn(text: string): string | undefined {
	const ends = [...text.matchAll(/\. (?=.)/gs)].map(({ index }) => index);
	return ends.map((end) => ownWordsFor(text.slice(0, end))).find((words) => words !== undefined);
}
