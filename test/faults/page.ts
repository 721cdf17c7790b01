import { formatted } from '../../scripts/formatted';
import { type Call, type Kind, KINDS } from './calls';
import { DONE, isSame, type Outcome, ownWordsFor, reachedIn } from './cell';
import type { Fault, Spell } from './faults';
import {
	errorOf,
	ITEMS,
	messageIn,
	STORM_KINDS,
	type StormCell,
	type StormKind,
} from './stormCell';

/** One call with one fault, and what came of it. */
export interface Cell {
	fault: Fault;
	spell: Spell;
	call: Call;
	outcome: Outcome;
	/** What comes of the call where nothing goes wrong. */
	usual: Outcome;
}

/** Where the page is, from the project's root. */
export const PAGE = 'docs/reliability.md';

const HEADS: Record<Kind, string> = {
	read: 'Reads',
	download: 'Downloads',
	write: 'Writes',
	upload: 'Uploads',
	delete: 'Deletes',
	login: 'Logins',
};

const introduction = (cells: number) => `# When something goes wrong on the way

<!-- Made by \`npm run test:faults\`: what stands here was seen in its run. What stands around it is in test/faults/page.ts. -->

A proxy between the node and a stand-in for Claritalk does what networks do: it cuts, delays, cuts short, lies about lengths, answers in
Claritalk's place. Every operation of the node, each of the logins, a download and an upload to a new meeting ran with each of these faults: ${cells}
calls, against both of the stand-in's shapes with the same outcome. In each of them

- nothing hangs longer than its time-out: 5 minutes for an answer, or what the option _Timeout_ says; for files what a connection of 64 KiB/s takes, and 5 minutes at the least,
- what fails does so with one of the package's [own messages](troubleshooting.md), which says what to do and shows no token or secret,
- what succeeds gave what Claritalk has, except where a note says why nobody can tell,
- **no write was carried out twice**, but for deleting a user and registering a webhook: the same again changes nothing there,
- a write that was carried out though its answer was lost says so: "It may have been carried out all the same: look in Claritalk before you send it again".

How to read the tables: *again* means that the node sends the request once more by itself, at most three times in all; after 429 as often as
_Max Retry Wait_ allows. *Fails (a)* is the message (a) below. *Look first* means that the message says so. *Bare* means that the write is a success but what Claritalk
answered is lost, such as the new ID. The last column is how often one and the same write was carried out at most.
`;

const STORM_HEADS: Record<StormKind, string> = {
	read: 'Meeting › Get',
	write: 'Meeting › Create',
	upload: 'Recording › Upload',
	delete: 'User › Delete',
};

const STORMS = `## A storm over many items

${ITEMS} items ran in one execution while faults came again and again, with a service account and with OAuth2 (but for deletions, which are a service
account's), with _On Error_ set to _Continue_ and without. Nothing that may be sent again is struck three times in a row here: that is a fault that lasts.
In each of these executions

- every item came out once, in its place, as a success or with its own error; without _Continue_ the error named the first item that failed, and nothing after it was written,
- **no item was written twice**, and each that was written though its answer was lost says so,
- after the first login no more were asked for than tokens had been refused or logins had failed, however many requests were under way.
`;

const NOTES = `## Logins

Reads and writes were tried with a service account and with OAuth2 while the fault happened to \`/oauth/token\`. A login that fails for a reason that may
pass is tried again, whatever the call is: nothing was sent to the API yet. Two things are n8n's own, and the same for every OAuth2 credential of n8n:

- n8n's OAuth2 client follows redirects of the address that gives out tokens. A redirect that keeps the body (307, 308) takes the Client Secret along. The service account's login follows none.
- A refresh token serves once. Where the answer with the next one is lost, nobody has it: connect the credential again. A service account has no such token, and goes on.

## Networks of companies

n8n takes \`HTTPS_PROXY\`, \`HTTP_PROXY\`, \`NO_PROXY\` and \`NODE_EXTRA_CA_CERTS\` from its environment. Reads, uploads and the logins are tested with each of them
(\`test/faults/networks.test.ts\`), an upload of 200 MB with flat memory.

| The network | What to set |
| --- | --- |
| lets nobody out but by a proxy | \`HTTPS_PROXY=http://proxy.example.com:8080\` |
| and the proxy asks for a password (407) | \`HTTPS_PROXY=http://user:password@proxy.example.com:8080\`, with \`%40\` for an @ in the password |
| has Claritalk, or its stand-in, inside | its host in \`NO_PROXY\`, separated by commas |
| opens TLS and signs with a certificate authority of its own | the authority's certificate as a PEM file, named in \`NODE_EXTRA_CA_CERTS\` |

Restart n8n after a change; with queue mode, the workers and webhook processes, too.
`;

/** The page docs/reliability.md, made from what came of every cell. */
export async function reliabilityPage(cells: Cell[], storms: StormCell[]): Promise<string> {
	const messages = new Legend();
	const passing = tableOf(
		cells.filter(({ spell }) => spell !== 'always'),
		messages,
	);
	const lasting = tableOf(
		cells.filter(({ spell }) => spell === 'always'),
		messages,
	);
	const notes = [...new Set(cells.map(({ fault }) => fault))].flatMap(({ name, unnoticed }) =>
		unnoticed ? [`- ${name}: ${unnoticed}.\n`] : [],
	);
	const parts = [
		introduction(cells.length),
		'## A fault that passes\n',
		'It happens to the first request, or to the first two.\n',
		passing,
		'## A fault that lasts\n',
		lasting,
		STORMS,
		stormTableOf(storms, messages),
		'## The messages\n',
		messages.text(),
		'## What nobody can tell\n',
		`${notes.join('')}- ${REGISTRATION}\n`,
		NOTES,
	];
	return await formatted(`${parts.join('\n')}\n`, 'markdown');
}

/** What does not hold of one call. */
const REGISTRATION =
	'a page to log in, for webhook.register: a registration is a success whatever is answered, since whoever is told that it failed does it again.';

/** The messages by letters, in the order in which they are needed. */
class Legend {
	private readonly known: string[] = [];

	letterOf(message: string): string {
		const index = this.known.indexOf(message);
		if (index < 0) this.known.push(message);
		return String.fromCharCode('a'.charCodeAt(0) + (index < 0 ? this.known.length - 1 : index));
	}

	text(): string {
		const letters = this.known.map((message) => `- (${this.letterOf(message)}) **${message}**\n`);
		return letters.join('');
	}
}

function tableOf(cells: Cell[], messages: Legend): string {
	const faults = [...new Set(cells.map(({ fault }) => fault))];
	const rows = faults.map((fault) => {
		const own = cells.filter((cell) => cell.fault === fault);
		const columns = KINDS.map((kind) =>
			columnOf(
				own.filter(({ call }) => call.kind === kind),
				messages,
			),
		);
		return [fault.name, ...columns, mostDone(own)];
	});
	return tableWith(['Fault', ...KINDS.map((kind) => HEADS[kind]), 'A write is done'], rows);
}

function tableWith(header: string[], rows: string[][]): string {
	return [header, header.map(() => '---'), ...rows]
		.map((row) => `| ${row.join(' | ')} |\n`)
		.join('');
}

function stormTableOf(cells: StormCell[], messages: Legend): string {
	const storms = [...new Set(cells.map(({ storm }) => storm))];
	const rows = storms.map((storm) => {
		const columns = STORM_KINDS.map((kind) => {
			const own = cells.filter((cell) => cell.storm === storm && cell.kind === kind);
			return [...new Set(own.map((cell) => stormLabelOf(cell, messages)))].join('; or ');
		});
		return [storm.name, ...columns];
	});
	return tableWith(['Storm', ...STORM_KINDS.map((kind) => STORM_HEADS[kind])], rows);
}

/** How many items succeeded, and how many failed with which message. */
function stormLabelOf({ outcome }: StormCell, messages: Legend): string {
	const counts = new Map<string, number>();
	for (const { json } of outcome.items) {
		const text = errorOf(json);
		const label =
			text === undefined ? 'succeed' : failureLabel(messageIn(text) ?? text, text, messages);
		counts.set(label, (counts.get(label) ?? 0) + 1);
	}
	return [...counts].map(([label, count]) => `${count} ${label}`).join(', ');
}

/** @param text all that is told beside the message */
function failureLabel(message: string, text: string, messages: Legend, verb = 'fail'): string {
	const look = DONE.test(text) ? ', look first' : '';
	return `${verb} (${messages.letterOf(message)})${look}`;
}

/** What most of them came to, then the others by their names. */
function columnOf(cells: Cell[], messages: Legend): string {
	// Whether n8n's client for logins or this package gives up first is a matter of luck.
	if (cells[0]?.fault.hangs && cells[0].call.kind === 'login') return 'again, or fails in time';
	const byLabel = new Map<string, Set<string>>();
	const isBare = cells.some(
		({ call, outcome, usual }) => !outcome.error && !isSame(call, outcome, usual),
	);
	for (const cell of cells) {
		const label = labelOf(cell, messages, isBare);
		byLabel.set(label, (byLabel.get(label) ?? new Set()).add(cell.call.name));
	}
	const [[most = '', names = new Set<string>()] = [], ...others] = [...byLabel].sort(
		([, one], [, other]) => other.size - one.size,
	);
	const deviations = others.map(([label, own]) => {
		const isAll = [...names].every((name) => own.has(name));
		return isAll ? label : `${[...own].join('; ')}: ${label}`;
	});
	return [most, ...deviations].join('. ');
}

/** @param isBare whether a write of its kind gave less than usual: others may have little to give */
function labelOf({ call, outcome, usual, fault }: Cell, messages: Legend, isBare: boolean): string {
	const { error, passages } = outcome;
	if (error) {
		const { message, description } = error;
		const words = ownWordsFor(message) ?? message;
		return failureLabel(words, `${message} ${description}`, messages, 'fails');
	}
	const done = passages.length > usual.passages.length ? 'again' : 'succeeds';
	const isRead = call.kind === 'read' || call.kind === 'download';
	if (isRead)
		return fault.unnoticed && !isSame(call, outcome, usual) ? `${done}, not noticed` : done;
	return isBare ? `${done}, bare` : done;
}

function mostDone(cells: Cell[]): string {
	const counts = cells.map(({ call, outcome }) => ({
		name: call.name,
		count: reachedIn(outcome.passages),
	}));
	const repeated = [...new Set(counts.filter(({ count }) => count > 1).map(({ name }) => name))];
	const most = (of: typeof counts) => Math.max(0, ...of.map(({ count }) => count));
	const others = most(counts.filter(({ name }) => !repeated.includes(name)));
	const usual = others === 0 ? 'never' : 'once at most';
	return [
		usual,
		...repeated.map((name) => `${name}: ${most(counts.filter((one) => one.name === name))} times`),
	].join('; ');
}
