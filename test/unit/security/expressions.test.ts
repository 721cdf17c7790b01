/** No regular expression of what ships takes much longer than the text that it is given is long. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

import type { Diagnostics } from 'recheck';

import { redactor } from '../../../nodes/api/redact';
import { quote } from '../../../nodes/api/words';
import { type Expression, expressionsOf } from './expressions';

const ROOT = join(__dirname, '../../..');
const { literal, computed } = expressionsOf(ROOT);

/** Looks around, or counts far: recheck's automaton, which gives a proof, cannot take these. */
const isBeyondProof = ({ source }: Expression) => /\(\?<?[=!]|\{\d*,?\d{3,}\}/.test(source);

/** As many characters as no text of Claritalk's that goes into an expression has in earnest. */
const LENGTH = 100_000;
/** What takes the square of the length takes longer than this, by far. */
const HANGS_MS = 20_000;

/** The texts that are tried on the expressions without a proof: their own pieces, over and over, and what fuzzing found. */
const PIECES = [
	...[' ', 'a', '1', '/', '%', '.', ':', '@', '-', '=?', '\u200b', '"', "'", '&', '_', '|'],
	...['a ', '1a', 'aA', 'no ', 'fail', 'mé', '%25', '?token=', '?token=%25', '%26token', '2%'],
	...[
		'<input ',
		'<INPUT\tR',
		'<input type ',
		'<input type=passwor',
		'route ',
		'route not ',
		'C/URI/',
	],
	...[
		'base64,',
		'=?a?b?',
		'=?a?b?c?= ',
		';rel=',
		'; rel= next-',
		'www',
		'https://',
		'a@',
		'1970-01-01T',
	],
];

it('recheck proves of each that it takes no longer than its text is long, and does find one that does', () => {
	const proved = literal.filter((one) => !isBeyondProof(one));
	expect(proved.length).toBeGreaterThan(100);
	const wrong = { file: 'wrong', source: 'a+$', flags: '' };
	const program = `
		import { check } from 'recheck';
		const found = [];
		for (const one of ${JSON.stringify([...proved, wrong])}) {
			const options = { checker: 'automaton', timeout: null };
			found.push({ ...one, ...(await check(one.source, one.flags, options)) });
		}
		console.log(JSON.stringify(found));
		process.exit(0);`;
	const args = ['--input-type=module', '-e', program];
	const printed = execFileSync(process.execPath, args, {
		cwd: ROOT,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	const found = JSON.parse(printed) as Array<Expression & Diagnostics>;
	const unsafe = found.filter(({ status }) => status !== 'safe');
	expect(unsafe.map(({ file, source }) => `${file} ${source}`)).toEqual(['wrong a+$']);
}, 300_000);

it.each(literal.filter(isBeyondProof))(
	'$file: one that looks around or counts far ends with 100,000 characters of anything: $source',
	({ source, flags }) => {
		for (const piece of PIECES) {
			const text = piece.repeat(LENGTH / piece.length);
			for (const tried of [text, `x${text}!`, `${text}\n`]) {
				const context = { source, flags, tried, text: '' };
				// Stopped from outside, where it hangs.
				runInNewContext("text = tried.replace(new RegExp(source, flags), '')", context, {
					timeout: HANGS_MS,
				});
				expect(context.text.length).toBeLessThanOrEqual(tried.length);
			}
		}
	},
	300_000,
);

it('those that are put together while it runs are known, and tried below', () => {
	expect([...new Set(computed)].sort()).toEqual([
		// Of the table's paths alone, for tests of a path.
		'nodes/api/endpoints.ts',
		'nodes/api/redact.ts',
		'nodes/api/words.ts',
	]);
});

describe('what hides secrets', () => {
	const TOKEN = '12|aBcDeF+gHiJ/kLmNoP=qRsTuV';
	const hide = redactor({
		accessToken: TOKEN,
		clientId: 'me',
		clientSecret: 'sEcReT of two words',
	});

	it.each([
		...PIECES,
		TOKEN.slice(0, -1),
		'12|aBc',
		'1=\n',
		'1\\r',
		'\\\\',
		'%252525',
		'&#0000',
		'&\\w',
		'Bearer ',
	])('ends with 100,000 characters of %j, and hides what comes after them', (piece) => {
		const text = piece.repeat(LENGTH / piece.length);
		const shown = quote({ message: `${text} ${TOKEN}`, hint: TOKEN }, hide);
		expect(shown).not.toContain('aBcDeF+gHiJ/k');
		expect(hide(`${text} ${TOKEN}`)).not.toContain('qRsTuV');
	});
});
