import type { IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { canonical } from '../api/names';
import { fieldNames, withoutUntouched } from '../meetings/meetingShape';
import { errorText } from '../shared/errorText';
import { markdownSwitch } from '../shared/meetingOutput';
import { simplify } from '../shared/simplify';
import { parseFlag, parseNames, parseOption, refuse, show } from '../shared/values';
import { eventOptions, type EventOptions, events, report } from './properties';

/** What a trigger's panel gives: its options, which events, and whether to simplify them. */
type Settings<Options extends EventOptions> = Options & { events: unknown; simplify: unknown };

/** The same once it was read. */
type ReadSettings<Options extends EventOptions> = Settings<Options> & { events: string[] };

/** How those are read that an expression can spoil, by their names. */
const READERS: Partial<Record<string, (given: unknown) => unknown>> = {
	events: parseEvents,
	simplify: switchNamed(simplify.displayName),
	fields: fieldNames,
	report: (given) => parseOption(given, report),
	markdown: switchNamed(markdownSwitch.displayName),
	onlyWithReport: switchNamed('Only With Report'),
	fetchFullMeeting: switchNamed('Fetch Full Meeting'),
	verifyWithApi: switchNamed('Verify With API'),
	allowPrivateAddress: switchNamed('Allow Private Address'),
};

/** What of a meeting is kept where nobody can read what is to be kept. */
const FEWEST_FIELDS = ['meetingId'];

/** The events by what people call them: their names, and what the panel shows. */
const EVENTS = new Map(
	eventOptions.flatMap(({ name, value }) =>
		[name, String(value)].map((called) => [plain(called), String(value)]),
	),
);

/** What a trigger's panel gives, as it is; but {@link withoutUntouched}. */
export function settingsOf<Options extends EventOptions>(
	context: IHookFunctions | IPollFunctions | IWebhookFunctions,
): Settings<Options> {
	const given = context.getNodeParameter('options', {}) as Options;
	const written = context.getNodeParameter('options', {}, { rawExpressions: true }) as Options;
	return {
		...withoutUntouched<Options>(given, written),
		events: context.getNodeParameter('events', []),
		simplify: context.getNodeParameter('simplify', true),
	};
}

/**
 * Reads what a trigger's panel gives.
 *
 * @throws UserError naming the field that cannot be read, and the cure
 */
export function requireSettings<Options extends EventOptions>(
	settings: Settings<Options>,
): ReadSettings<Options> {
	for (const [name, value] of Object.entries(settings)) READERS[name]?.(value);
	return { ...settings, events: parseEvents(settings.events) };
}

/**
 * The same where nothing may fail: what cannot be read counts as not set, but of the fields to keep none but the ID does, the
 * report is dropped, and of the events those count that are known.
 *
 * @param tell gets each thing that cannot be read
 */
export function readableSettings<Options extends EventOptions>(
	settings: Settings<Options>,
	tell: (problem: string) => void,
): ReadSettings<Options> {
	const isReadable = ([name, value]: [string, unknown]) => {
		try {
			READERS[name]?.(value);
			return true;
		} catch (error) {
			tell(errorText(error as Error));
			return false;
		}
	};
	const readable = Object.fromEntries(Object.entries(settings).filter(isReadable));
	const all = {
		simplify: simplify.default,
		// What was to stay outside must not come in.
		...('fields' in settings && { fields: FEWEST_FIELDS }),
		...('report' in settings && { report: 'drop' }),
		...readable,
	} as Settings<Options>;
	return { ...all, events: knownEvents(settings.events) };
}

/**
 * The events that are selected, by their names or as the panel shows them.
 *
 * @throws UserError naming the field and the cure
 */
function parseEvents(given: unknown): string[] {
	const names = parseNames(given, events.displayName, 'meeting.processed');
	if (names.length === 0) {
		throw refuse(
			'Events is empty',
			'Choose from the list. With an expression, check that it gives names such as meeting.processed',
		);
	}
	const unknown = names.find((name) => !EVENTS.has(plain(name)));
	if (unknown !== undefined) {
		throw refuse(
			`Events: ${show(unknown)} is not an event`,
			'Choose from the list. In an expression, use meeting.processed, meeting.status.changed or users.created',
		);
	}
	return knownEvents(names);
}

/** The events that are known of whatever was selected, each once. */
function knownEvents(given: unknown): string[] {
	const texts = [given].flat(Infinity).filter((one) => typeof one === 'string');
	const names = parseNames(texts, events.displayName, 'meeting.processed');
	return [...new Set(names.flatMap((name) => EVENTS.get(plain(name)) ?? []))];
}

function plain(name: string): string {
	return canonical(name).replaceAll('.', '');
}

function switchNamed(label: string): (given: unknown) => boolean {
	return (given) => parseFlag(given, label);
}
