import * as fc from 'fast-check';

/** Names that a delivery may use, those that JavaScript or the package itself has a use for included. */
const KEYS = [
	'event',
	'timestamp',
	'data',
	'meta',
	'meetingId',
	'meeting_id',
	'id',
	'title',
	'status',
	'locale',
	'files',
	'filename',
	'content',
	'size',
	'summary',
	'todos',
	'metadata',
	'json',
	'binary',
	'error',
	'pairedItem',
	'__proto__',
	'constructor',
	'hasOwnProperty',
	'toString',
	'valueOf',
	'toJSON',
	'then',
	'length',
	'attributes',
	'general',
	'discussionTopics',
	'text',
	'items',
	'name',
	'userId',
	'user',
	'team',
	'dossier_id',
];

/** What cannot be made a text, a number or JSON by those who trust in members that every object has. */
const odd = fc.constantFrom(
	...['toString', 'valueOf', 'toJSON', 'then'].map((name) => ({ [name]: 1 })),
);

/** Objects and lists in each other whose members have those names. */
const { named } = fc.letrec<{ named: unknown }>((tie) => ({
	named: fc.oneof(
		{ maxDepth: 4, depthSize: 'large' },
		fc.oneof(odd, fc.constantFrom(null, true, 0, 1, '', 'x', '12', 'JVBERi0xLjcK')),
		fc.dictionary(fc.constantFrom(...KEYS), tie('named'), { maxKeys: 3, noNullPrototype: true }),
		fc.array(tie('named'), { maxLength: 3 }),
	),
}));

/** Any JSON at all, more often with those names in it. */
export const value = fc.oneof(
	{ weight: 3, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
	{ weight: 3, arbitrary: named },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

/** Something that stands where the report is looked for: whatever it is, it is no reason to refuse. */
const file = fc.oneof(
	value,
	named,
	fc.record(
		{
			filename: fc.oneof(fc.string({ unit: 'binary' }), value),
			content: fc.oneof(fc.base64String(), fc.string(), fc.constant('JVBERi0xLjcK'), value),
		},
		{ requiredKeys: [] },
	),
);

/** An object as `data`, with anything in it. */
const data = fc
	.tuple(
		fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), value, {
			noNullPrototype: true,
		}),
		fc.option(fc.oneof(file, fc.array(file, { maxLength: 4 })), { nil: undefined }),
	)
	.map(([fields, files]) => (files === undefined ? fields : { ...fields, files }));

/** Everything else of an envelope, as it should not be. */
const rest = fc.dictionary(
	fc.oneof(fc.constantFrom('timestamp', 'meta', 'version', 'id', '__proto__'), fc.string()),
	value,
	{ noNullPrototype: true },
);

/** A delivery as text: an envelope that keeps an event's name and, where the event is selected, an object as `data`. */
export interface MutatedDelivery {
	text: string;
	/** Whether its event is one of those that are selected. */
	isSelected: boolean;
}

/** @param selected names of events that are selected */
export function mutatedDeliveries(selected: string[]): fc.Arbitrary<MutatedDelivery> {
	const wanted = fc.record({ rest, event: fc.constantFrom(...selected), data });
	const unwanted = fc.record({
		rest,
		event: fc
			.oneof(
				fc.string({ minLength: 1, unit: 'binary' }),
				fc.constantFrom('ping', 'meeting.deleted'),
			)
			.filter((event) => !selected.includes(event)),
		data: value,
	});
	const delivery = fc.oneof(
		{ weight: 3, arbitrary: wanted.map((parts) => ({ ...parts, isSelected: true })) },
		{ weight: 1, arbitrary: unwanted.map((parts) => ({ ...parts, isSelected: false })) },
	);
	const spelling = fc.record({
		mark: fc.constantFrom('', '\ufeff'),
		space: fc.constantFrom('', '\n', '  '),
		indent: fc.constantFrom(0, 2),
		isEventLast: fc.boolean(),
	});
	return fc.tuple(delivery, spelling).map(([parts, { mark, space, indent, isEventLast }]) => {
		const named = { event: parts.event, data: parts.data };
		const envelope = isEventLast
			? { ...parts.rest, ...named }
			: { ...named, ...parts.rest, ...named };
		return {
			text: `${mark}${space}${JSON.stringify(envelope, null, indent)}${space}`,
			isSelected: parts.isSelected,
		};
	});
}
