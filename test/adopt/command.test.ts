/** Adopts collections in a throwaway copy of the package, as a maintainer does. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { copyOfPackage, programs, runIn } from '../../scripts/apiAdopt/tryOut';

const ROOT = join(__dirname, '../..');
const COLLECTION = join(__dirname, '../unit/scripts/collections/claritalk.json');
/** As much of what a program said as a person reads. */
const MOST_TEXT = 5000;

const folder = mkdtempSync(join(tmpdir(), 'api-adopt-'));
const copy = join(folder, 'package');

const inCopy = (path: string) => join(copy, path);
const read = (path: string) => readFileSync(inCopy(path), 'utf8');
/** All that an adoption may touch. */
const state = () =>
	['nodes', 'docs', 'test/harness', 'test/sandbox', 'scripts']
		.flatMap((part) =>
			readdirSync(inCopy(part), { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) => join(entry.parentPath, entry.name)),
		)
		.sort()
		.map((path) => `${path}\n${readFileSync(path, 'utf8')}`);
const adopt = async (...args: string[]) => await runIn(copy, programs.adopt(...args));

/** The collection with a text in it changed. */
const changed = (name: string, from: string, to: string) => {
	const text = readFileSync(COLLECTION, 'utf8');
	expect(text).toContain(from);
	const path = join(folder, name);
	writeFileSync(path, text.replaceAll(from, to));
	return path;
};

beforeAll(async () => await copyOfPackage(ROOT, copy));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
	['what is no collection', () => ['/dev/null']],
	['a map that is none', () => ['--map', 'x', COLLECTION]],
	['a map to what is not there', () => ['--map', 'GET /users=GET /nobody', COLLECTION]],
	['a map of two onto one', () => ['--map', 'GET /teams=GET /dossiers', COLLECTION]],
	['an option that is none', () => ['--do-it', COLLECTION]],
	['a second collection', () => [COLLECTION, COLLECTION]],
])('ends with one line for %s, and changes nothing', async (_, args) => {
	const before = state();
	const { code, text } = await adopt(...args());
	expect(code).toBe(2);
	expect(text).toMatch(/^[^\n]+\n$/);
	expect(state()).toEqual(before);
});

it('asks all that it cannot know, ready to be pasted, and changes nothing', async () => {
	const before = state();
	const path = changed('questions.json', '"method": "PATCH"', '"method": "PUT"');
	const { code, text } = await adopt(path);
	expect(code).toBe(1);
	expect(text).toContain("--map 'PATCH /users/{}=PUT /users/{}'");
	expect(state()).toEqual(before);
	const answered = await adopt('--dry-run', '--map', 'PATCH /users/{}=PUT /users/{}', path);
	expect(answered.code).toBe(0);
	expect(answered.text).toContain('PATCH /users/{} → PUT /users/{}');
	expect(state()).toEqual(before);
});

it('leaves all as it was where what it made proves wrong', async () => {
	const before = state();
	const broken = inCopy('scripts/docs.ts');
	const text = readFileSync(broken, 'utf8');
	writeFileSync(broken, 'throw new Error("No page today");\n');
	const failed = await adopt(COLLECTION);
	writeFileSync(broken, text);
	expect(failed.code).toBe(2);
	expect(failed.text).toContain('No page today');
	expect(state()).toEqual(before);
});

it('makes the package say what the collection says', async () => {
	const { code, text } = await adopt(COLLECTION);
	expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining('Done.') });
	expect(text).toContain('34 requests: 31 operations, 3 named above.');
	expect(text).toContain('GET /meetings → GET /conversations\n');
	expect(text).toMatch(
		/Not published any more.*: 2\n {2}PATCH \/users\/\{\} role\n {2}POST \/users\/invite /,
	);
	const made = ['nodes', 'docs', 'test/sandbox/adopted.json'];
	const all = state()
		.filter((file) => made.some((part) => file.startsWith(inCopy(part))))
		.join('\n');
	expect(all).not.toMatch(/an\.peeters@|470 12|17\|Zx81/);
});

it.each([
	['the check', programs.check(COLLECTION)],
	['the linter', programs.lint()],
	['the formatter', programs.format()],
	['the compiler', programs.types()],
	['all tests', programs.test()],
])('is green afterwards for %s', async (_, program) => {
	const { code, text } = await runIn(copy, program);
	// What failed stands at the end.
	expect({ code, failed: code === 0 ? '' : text.slice(-MOST_TEXT) }).toEqual({
		code: 0,
		failed: '',
	});
});

it('changes nothing when it is run again, keeps what was changed by hand, and names what both changed', async () => {
	const adopted = state();
	expect(await adopt(COLLECTION)).toMatchObject({
		code: 0,
		text: expect.stringContaining('Nothing to change.'),
	});
	expect(state()).toEqual(adopted);

	const file = 'nodes/Claritalk/resources/template/create.ts';
	const byHand = read(file).replace("'Create a template'", "'Make a template'");
	writeFileSync(inCopy(file), byHand);
	const again = await adopt(COLLECTION);
	expect(again).toMatchObject({ code: 0, text: expect.not.stringContaining('by hand') });
	expect(read(file)).toBe(byHand);

	const path = changed('more.json', '\\"class\\": \\"report\\"', '\\"kind\\": \\"report\\"');
	const { code, text } = await adopt(path);
	expect(code).toBe(1);
	expect(text).toContain("--map 'POST /templates class=");
	const answered = await adopt('--map', 'POST /templates class=-', path);
	expect(answered.code).toBe(0);
	expect(answered.text).toMatch(
		/Changed by hand.*: 1\n {2}nodes\/Claritalk\/resources\/template\/create\.ts/,
	);
	expect(read(file)).toBe(byHand);
});
