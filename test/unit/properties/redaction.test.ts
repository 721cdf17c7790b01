/** Whatever a secret is and wherever it is echoed, nothing of it is shown. */
import fc from 'fast-check';

import { redactor } from '../../../nodes/api/redact';

const RUNS = 60;

/** Secrets as services make them: random letters, with what they use between them. */
const secret = fc
	.tuple(
		fc.stringMatching(/^[A-Za-z\d]{1,6}[|._~+/=-]?$/),
		fc.stringMatching(/^[A-Za-z\d]{16,60}={0,2}$/),
	)
	.map((parts) => parts.join(''));

const around = fc.string({ unit: 'grapheme', maxLength: 40 });

/** Ways in which an answer may hold a text. */
const ECHOES: Array<[string, (text: string) => string]> = [
	['as it is', (text) => text],
	['in JSON', (text) => JSON.stringify({ error: `bad ${text}` })],
	['in JSON in JSON', (text) => JSON.stringify(JSON.stringify({ token: text }))],
	['with slashes as PHP escapes them', (text) => text.replaceAll('/', '\\/')],
	['in an address', (text) => `https://x.example/?q=${encodeURIComponent(text)}`],
	['in an address in an address', (text) => encodeURIComponent(`?a=${encodeURIComponent(text)}`)],
	['in HTML', (text) => text.replace(/[&<>"'/=]/g, (sign) => `&#${sign.charCodeAt(0)};`)],
	['in hex', (text) => Buffer.from(text).toString('hex')],
	['in base64', (text) => Buffer.from(text).toString('base64')],
	['in base64 for addresses', (text) => Buffer.from(text).toString('base64url')],
	['in lines', (text) => text.replace(/.{13}/g, '$&\r\n')],
];

it.each(ECHOES)('a secret is hidden %s', (_, echo) => {
	fc.assert(
		fc.property(secret, around, around, (accessToken, before, after) => {
			const echoed = echo(accessToken);
			const shown = redactor({ accessToken })(`${before} ${echoed} ${after}`);
			expect(shown).not.toContain(echoed);
			// No stretch of it either that would shorten the search for it.
			const letters = shown.slice(before.length, shown.length - after.length);
			for (let at = 0; at + 12 <= echoed.length; at++) {
				const part = echoed.slice(at, at + 12);
				if (/[a-z]\d|\d[a-z]|[a-z][A-Z]/i.test(part) && /^[\w+/]+$/.test(part)) {
					expect(letters).not.toContain(part);
				}
			}
		}),
		{ numRuns: RUNS },
	);
});

it('what holds no secret is shown as it is', () => {
	// Words, not what looks random: of a long secret each part is hidden.
	const text = fc.stringMatching(/^([a-z]{1,11} ){0,12}$/);
	fc.assert(
		fc.property(secret, text, (accessToken, said) => {
			fc.pre(!said.includes(accessToken));
			expect(redactor({ accessToken })(said)).toBe(said);
		}),
		{ numRuns: RUNS },
	);
});
