import { join, relative } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';

import type {
	IBinaryKeyData,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { messagesIn } from '../../scripts/docs/messages';
import { sourcesIn } from '../../scripts/docs/sources';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { logIn } from '../harness/logIn';
import { withOwnClock } from '../harness/ownClock';
import { patOf } from '../harness/claritalk';
import type { Sandbox } from '../sandbox';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../sandbox/oauth';
import { type Call, FILE, MEETING } from './calls';
import { type Fault, type Spell, TIMES } from './faults';
import { FaultProxy, type Passage } from './proxy';

/** What a cell is done with. */
export interface World {
	sandbox: Sandbox;
	n8n: Harness;
	/** The file that is uploaded and the one that is downloaded. */
	recording: IBinaryKeyData;
	report: Buffer;
}

/** What a call came to. */
export interface Outcome {
	/** What came out, where it succeeded. */
	items?: INodeExecutionData[];
	/** The bytes of the file that came out. */
	file?: Buffer;
	error?: Error & { description?: string | null };
	passages: Passage[];
}

/** A call that hangs longer than this hangs for good. */
const HANGS_MS = 120_000;

/** What takes five minutes in truth takes this long here. */
const LONGEST_TIMEOUT_MS = 1_500;

/** Makes one call while something goes wrong on its way; nothing does where no fault is given. */
export async function runCell(
	{ sandbox, n8n, recording, report }: World,
	call: Call,
	fault?: Fault,
	spell: Spell = 'always',
): Promise<Outcome> {
	const { certificate, isClosed, hangs, meddle, logsIn } = fault ?? {};
	const proxy = await FaultProxy.start({
		target: sandbox.url,
		meddle,
		path: call.kind === 'login' ? /^\/oauth\/token/ : /^\/api/,
		times: TIMES[spell],
		files: { [`/api${FILE}`]: report },
		...(typeof certificate === 'object' && { certificate }),
	});
	const origin = `${certificate ? 'https' : 'http'}://${proxy.host}`;
	if (isClosed) await proxy.close();
	const login = call.login ?? (logsIn ? 'serviceAccount' : undefined);
	const credentials = await credentialsFor(login, sandbox, origin);
	// So that it is renewed.
	if (login === 'oAuth2') sandbox.oauth.expireAccessTokens();
	// So that there is something to stop.
	if (call.name === 'recording.stop') sandbox.store.activeRecordings.add(MEETING);
	const setup: ExecuteSetup = {
		credentials: credentials as ExecuteSetup['credentials'],
		// n8n renews one token at a time for each.
		credentialId: origin,
		parameters: {
			...call.parameters,
			...(login && { authentication: login }),
		} as INodeParameters,
		items: [{ json: {}, binary: recording }],
	};
	const longest = () => (hangs && proxy.isMeddling ? LONGEST_TIMEOUT_MS : Infinity);
	// n8n's own client for logins gives up at the same time.
	const run = withOwnClock(
		longest,
		() => proxy.cutMeddledWith(),
		async () => await n8n.execute('claritalk', setup),
	);
	const outcome: Outcome = { passages: proxy.passages };
	try {
		[outcome.items] = await orHangs(run);
		const { data } = outcome.items[0]?.binary ?? {};
		if (call.kind === 'download') outcome.file = await n8n.readBinary(data!);
	} catch (error) {
		outcome.error = error as Error;
	}
	if (!isClosed) await proxy.close();
	return outcome;
}

/** What a call comes to, or an error where it hangs. */
export async function orHangs<T>(run: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('It hangs')), HANGS_MS);
	});
	return await Promise.race([run, late]).finally(() => clearTimeout(timer));
}

/** The data of the credential that a call logs in with: a personal access token where no login is given. */
export async function credentialsFor(
	login: Call['login'],
	sandbox: Sandbox,
	baseUrl: string,
): Promise<IDataObject> {
	const environment = { environment: 'custom', baseUrl };
	if (login === 'serviceAccount') {
		return { claritalkServiceAccountOAuth2Api: { ...environment, ...SERVICE_ACCOUNT } };
	}
	if (login === 'oAuth2') {
		const oauthTokenData = await logIn(sandbox.url);
		return { claritalkOAuth2Api: { ...environment, ...OAUTH_CLIENT, oauthTokenData } };
	}
	return { claritalkApi: patOf({ ...sandbox, url: baseUrl }, sandbox.serviceToken) };
}

/** What must hold of every call, whatever went wrong; the sentences say what does not. */
export function problemsOf(call: Call, outcome: Outcome, usual: Outcome, fault: Fault): string[] {
	const { items, error, passages } = outcome;
	const isDone = writesIn(passages).some(({ status = 0 }) => status >= 200 && status < 300);
	const problems: string[] = [];
	if (error) {
		const { message, description } = error;
		const text = `${message} ${description}`;
		if (message === 'It hangs') return ['it hangs'];
		if (ownWordsFor(message) === undefined) problems.push(`not in our own words: ${text}`);
		if (!description) problems.push(`has no cure: ${text}`);
		if (SECRETS.test(inspect(error, { depth: 8 }) + JSON.stringify(error))) {
			problems.push(`shows a secret: ${text}`);
		}
		if (isDone && !isRepeatable(call) && !DONE.test(text))
			problems.push(`was done, and does not say so: ${text}`);
	} else {
		if (isWrite(call) && !isDone && !takesAnyAnswer(call))
			problems.push('succeeds, and nothing was done');
		if (!isWrite(call) && !isSame(call, outcome, usual) && !fault.unnoticed) {
			problems.push(`gives something else: ${JSON.stringify(jsonOf(items)).slice(0, 200)}`);
		}
	}
	if (reachedIn(passages) > 1 && !isRepeatable(call))
		problems.push('a write reached the API twice');
	return problems;
}

/** How often the write that got through most often did: what a dead token comes with is turned away before anything is done. */
export function reachedIn(passages: Passage[]): number {
	const counts = new Map<string, number>();
	for (const { method, url, hasReached, status } of writesIn(passages)) {
		const write = `${method} ${url}`;
		if (hasReached && status !== 401) counts.set(write, (counts.get(write) ?? 0) + 1);
	}
	return Math.max(0, ...counts.values());
}

/** Whether a call gave what it usually gives: a write, whose IDs are new each time, the same fields. */
export function isSame(call: Call, outcome: Outcome, usual: Outcome): boolean {
	// What it says of an address is what this address answered.
	if (call.name === 'api.check') return true;
	if (call.kind === 'download') return outcome.file?.equals(usual.file!) ?? false;
	const shown = ({ items }: Outcome) =>
		jsonOf(items).map((json) =>
			isWrite(call) ? [Object.keys(json), json.message] : withoutPort(json),
		);
	return isDeepStrictEqual(shown(outcome), shown(usual));
}

/** A list in its raw form links to its pages. */
function withoutPort(json: IDataObject): string {
	return JSON.stringify(json).replace(/127\.0\.0\.1:\d+/g, '');
}

function isWrite({ kind, name }: Call): boolean {
	if (kind === 'login') return !name.startsWith('meeting.get');
	return kind !== 'read' && kind !== 'download';
}

/** A registration: whoever is told that it failed does it once more, and so it is a success whatever is answered. */
function takesAnyAnswer({ name }: Call): boolean {
	return name === 'webhook.register';
}

/** Doing it twice does nothing twice. */
function isRepeatable({ kind, name }: Call): boolean {
	return kind === 'delete' || name === 'webhook.register';
}

function writesIn(passages: Passage[]): Passage[] {
	return passages.filter(
		({ method, url }) => !['GET', 'OPTIONS', 'HEAD'].includes(method) && url.startsWith('/api'),
	);
}

function jsonOf(items: INodeExecutionData[] = []): IDataObject[] {
	return items.map(({ json }) => json);
}

/** Tokens and secrets of the sandbox, those that it gives out included. */
export const SECRETS = /sandbox-[a-z-]*(token|secret)|\b[ar]t-[\w-]{20}/;

/** The words in which someone is told that it was done, or may have been. */
export const DONE = /may have been carried out|is created|was created|is uploaded|Already uploaded/;

const ROOT = join(__dirname, '..', '..');

/** Every message of the package, the longest first, and what it looks like. */
const OWN_WORDS = ['credentials', 'nodes']
	.flatMap((room) => sourcesIn(join(ROOT, room)))
	.filter((path) => !relative(ROOT, path).includes('__schema__'))
	.flatMap((path) => messagesIn(path).flatMap(({ messages }) => messages))
	.sort((one, other) => other.length - one.length)
	.map((words) => {
		const pattern = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/…/g, '.+?');
		return { words, pattern: new RegExp(`^(.+\\. )?${pattern}$`, 's') };
	});

/** The message of the package that a text is; undefined where it is none. */
export function ownWordsFor(message: string): string | undefined {
	return OWN_WORDS.find(({ pattern }) => pattern.test(message))?.words;
}
