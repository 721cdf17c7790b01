/** The text of an envelope that would be accepted, with other fields. */
export const envelope = (fields: object) =>
	JSON.stringify({ event: 'meeting.processed', data: { meetingId: 'm' }, ...fields });

/** Bodies that are no JSON, with a name each. */
export const UNPARSABLE = [
	['truncated JSON', '{"event":"meeting.processed","data":{"meetingId":'],
	['no JSON at all', '<html>502 Bad Gateway</html>'],
	['half a character', '{"event":"\ud83d'],
	['a bare minus', '-'],
];

/** JSON that is no envelope. */
export const NO_ENVELOPE = [
	['nothing', ''],
	['an empty object', '{}'],
	['null', 'null'],
	['a text', '"meeting.processed"'],
	['a number', '1e999'],
	['an array', '[]'],
	['envelopes in an array', `[${envelope({})}]`],
	['an event that is a number', envelope({ event: 1 })],
	['an event that is a list', envelope({ event: ['meeting.processed'] })],
	['an empty event', envelope({ event: '' })],
	['data that is null', envelope({ data: null })],
	['data that is a list', envelope({ data: [{ meetingId: 'm' }] })],
	['data that is a text', envelope({ data: '{"meetingId":"m"}' })],
	['an envelope behind __proto__', `{"__proto__":${envelope({})}}`],
	['an envelope behind constructor', `{"constructor":{"prototype":${envelope({})}}}`],
	['data behind __proto__', '{"event":"meeting.processed","__proto__":{"data":{"meetingId":"m"}}}'],
	['10,000 levels of lists', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
	[
		'data of 10,000 levels',
		`{"event":"meeting.processed","data":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_001)}`,
	],
	['a million members', `{"event":"meeting.processed","data":[${'0,'.repeat(1_000_000)}0]}`],
];

/** Bodies that are no JSON and do not claim to be, with their content type. */
export const OTHER_TYPES = [
	['a form', 'event=meeting.processed&data[meetingId]=m', 'application/x-www-form-urlencoded'],
	['a form of JSON', `${encodeURIComponent(envelope({}))}=`, 'application/x-www-form-urlencoded'],
	['XML', '<event>meeting.processed</event>', 'application/xml'],
	['text', 'event=meeting.processed', 'text/plain'],
	['bytes', '\u0000\u0001', 'application/octet-stream'],
	[
		'multipart',
		'--b\r\ncontent-disposition: form-data; name="event"\r\n\r\nmeeting.processed\r\n--b--\r\n',
		'multipart/form-data; boundary=b',
	],
];

/** Envelopes with what a run does not need in any form, and under any content type. */
export const ODD_ENVELOPES = [
	['a timestamp that is a number', envelope({ timestamp: 1 }), 'application/json'],
	['meta that is a text', envelope({ meta: 'claritalk' }), 'application/json'],
	['meta that is a list', envelope({ meta: [] }), 'application/json'],
	['text', envelope({}), 'text/plain'],
	['HAL', envelope({}), 'application/hal+json'],
	['bytes', envelope({}), 'application/octet-stream'],
];

/** `data` of envelopes that are to be borne. */
export const STRANGE_DATA = [
	['prototype keys', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
	['unicode', JSON.stringify({ title: '\u0000\u202e\ud83d\ude00 zalgo\u0336 \ud800 日本' })],
	[
		'reports that are none',
		'{"files":[null,1,{"content":{}},{"filename":"../../x","content":"%"}]}',
	],
];
