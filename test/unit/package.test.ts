/** Checks the package as a user gets it: built, packed, unpacked, and loaded by n8n-core's own loader. */
import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';

import pkg from '../../package.json';

const root = resolve(__dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'claritalk-pack-'));
const unpacked = join(work, 'package');

const run = (command: string, ...args: string[]) =>
	execFileSync(command, args, {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
		// With jest's `test`, the linter behind the scanner thinks that it is being tested itself.
		env: { ...process.env, NODE_ENV: '' },
	});

const filesUnder = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1));

const NODES = ['claritalk', 'claritalkPollingTrigger', 'claritalkTrigger'];

let files: string[];

beforeAll(() => {
	run('npm', 'run', 'build');
	const packed = run('npm', 'pack', '--json', '--pack-destination', work);
	const [{ filename }] = JSON.parse(packed) as Array<{ filename: string }>;
	run('tar', '-xzf', join(work, filename), '-C', work);
	files = filesUnder(unpacked).sort();
	// Lets the unpacked code find n8n-workflow, as it does inside n8n.
	symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
}, 120_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

const read = (file: string) => readFileSync(join(unpacked, file));

it('ships dist and the standard files only, under 600 kB', () => {
	const outside = files.filter((file) => !file.startsWith('dist/'));
	expect(outside).toEqual(['LICENSE.md', 'README.md', 'index.js', 'package.json']);
	const allowed = /^dist\/(nodes|credentials|icons)\/.+\.(js|json|svg)$/;
	expect(files.filter((file) => file.startsWith('dist/') && !allowed.test(file))).toEqual([]);
	const size = files.reduce((sum, file) => sum + statSync(join(unpacked, file)).size, 0);
	expect(size).toBeLessThan(600_000);
});

it('requires only n8n-workflow, node:crypto and its own files', () => {
	const required = /(?:\brequire|\bimport)\(\s*(["'`])([^"'`]+)\1\s*\)/g;
	const found = files
		.filter((name) => name.endsWith('.js'))
		.flatMap((file) =>
			[...read(file).toString('utf8').matchAll(required)].map(([, , name]) => name),
		)
		.filter((name) => !/^\.{1,2}\//.test(name));
	expect([...new Set(found)].sort()).toEqual(['n8n-workflow', 'node:crypto']);
});

it('has no dependency but the peer n8n-workflow', () => {
	const { dependencies, peerDependencies } = JSON.parse(String(read('package.json'))) as {
		dependencies?: object;
		peerDependencies: object;
	};
	expect(dependencies).toBeUndefined();
	expect(peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

it('is loadable by n8n, with icons and codex', async () => {
	const loader = new PackageDirectoryLoader(unpacked);
	await loader.loadAll();

	expect(Object.keys(loader.known.nodes)).toEqual(NODES);
	expect(Object.keys(loader.known.credentials)).toEqual([
		'claritalkApi',
		'claritalkOAuth2Api',
		'claritalkServiceAccountOAuth2Api',
	]);
	for (const { iconUrl, codex } of loader.types.nodes) {
		const urls = Object.values(iconUrl as { light: string; dark: string });
		expect(urls).toHaveLength(2);
		for (const url of urls) {
			expect(existsSync(join(unpacked, url.replace('icons/n8n-nodes-claritalk/', '')))).toBe(true);
		}
		expect(codex?.categories).toContain('Productivity');
	}
	for (const credential of Object.values(loader.known.credentials)) {
		expect(credential.supportedNodes).toEqual(NODES);
	}
});

it('copies static files byte by byte', () => {
	const copies = files.filter((name) => /^dist\/.+\.(svg|json)$/.test(name));
	for (const file of copies) {
		const source = join(root, file.replace(/^dist\//, ''));
		expect(read(file).equals(readFileSync(source))).toBe(true);
	}
	expect(copies).toContain('dist/icons/claritalk.svg');
});

it('passes the scanner that n8n verifies community packages with', () => {
	const scan = `
		import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const results = [
			await analyzePackage(${JSON.stringify(root)}, SOURCE_FILE_PATTERNS),
			await analyzePackage(${JSON.stringify(unpacked)}, ['**/*.js', 'package.json']),
		];
		console.log(JSON.stringify(results));`;
	const printed = run(process.execPath, '--input-type=module', '-e', scan);
	expect(JSON.parse(printed.trim().split('\n').at(-1)!)).toEqual([
		{ passed: true },
		{ passed: true },
	]);
}, 120_000);

it('bundles sources of this package only, so that no licence but its own is to be kept', () => {
	const bundle = `
		import { rolldown } from 'rolldown';
		import config from './rolldown.config.mjs';
		const { output, ...input } = config;
		const { output: chunks } = await (await rolldown(input)).generate(output);
		console.log(JSON.stringify(chunks.flatMap(({ modules }) => Object.keys(modules))));`;
	const printed = run(process.execPath, '--input-type=module', '-e', bundle);
	const modules = JSON.parse(printed) as string[];
	const sources = modules.map((path) => relative(root, path));
	expect(sources.length).toBeGreaterThan(100);
	expect(sources.filter((path) => !/^(nodes|credentials)\/.+\.ts$/.test(path))).toEqual([]);
});

it.each([
	'package.json',
	'nodes/Claritalk/Claritalk.node.ts',
	'nodes/api/client.ts',
	'credentials/ClaritalkApi.credentials.ts',
])('is linted by every rule that n8n has for community nodes on its cloud: %s', async (file) => {
	const program = `
		import { ESLint } from 'eslint';
		import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
		const { rules } = await new ESLint().calculateConfigForFile(${JSON.stringify(file)});
		const wanted = Object.keys(n8nCommunityNodesPlugin.configs.recommended.rules);
		console.log(JSON.stringify({ wanted, off: wanted.filter((name) => !rules[name]?.[0]) }));`;
	const printed = run(process.execPath, '--input-type=module', '-e', program);
	const { wanted, off } = JSON.parse(printed) as { wanted: string[]; off: string[] };
	expect(wanted.length).toBeGreaterThan(40);
	expect(off).toEqual([]);
	// Some of them only warn.
	expect(pkg.scripts.lint).toContain('--max-warnings 0');
});
