/** A release as docs/releasing.md has it, in throwaway copies, as far as it goes without a network. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { copyOfPackage } from '../../../scripts/apiAdopt/tryOut';
import { ROOT, stepsOf } from './workflows';

const VERSION = '9.8.7';
const TARBALL = `n8n-nodes-claritalk-${VERSION}.tgz`;

/** Steps that CI runs as its own. */
const RUN_ELSEWHERE = ['npm ci', 'npm run lint', 'npm run typecheck', 'npm test'];

const work = mkdtempSync(join(tmpdir(), 'claritalk-release-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A copy in which a maintainer has prepared a release. */
async function prepared(name: string): Promise<string> {
	// npm calls the package by the folder in its list of what is in it, as GitHub does the folder by the repository.
	const copy = join(work, name, 'n8n-nodes-claritalk');
	await copyOfPackage(ROOT, copy);
	const change = (file: string, from: string, to: string) => {
		const text = readFileSync(join(copy, file), 'utf8');
		expect(text).toContain(from);
		writeFileSync(join(copy, file), text.replace(from, to));
	};
	const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
		version: string;
	};
	for (const file of ['package.json', 'package-lock.json']) {
		change(file, `"version": "${version}"`, `"version": "${VERSION}"`);
	}
	change('CHANGELOG.md', '## [Unreleased]', `## [Unreleased]\n\n## [${VERSION}]`);
	return copy;
}

/** What is left of the steps of the publishing workflow without GitHub, npm's registry and what CI runs anyway. */
const steps = stepsOf('.github/workflows/publish.yml').filter(
	(step) => step.run !== undefined && step.if === undefined && !RUN_ELSEWHERE.includes(step.run),
);

/**
 * Runs the steps as GitHub does, in one copy.
 *
 * @param umask with which the files are made
 * @returns what they printed, and the folder with what they made
 */
function publish(copy: string, umask: string, tag = `v${VERSION}`, env: object = {}) {
	const temporary = join(copy, '..', 'temporary');
	mkdirSync(temporary, { recursive: true });
	const printed = steps.map(({ run = '' }) => {
		const dry = run.replace(/^npm publish /m, 'npm publish --dry-run --offline ');
		return execFileSync('bash', ['-c', `umask ${umask}\nset -eo pipefail\n${dry}`], {
			cwd: copy,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, NODE_ENV: '', GITHUB_REF_NAME: tag, RUNNER_TEMP: temporary, ...env },
		});
	});
	return { printed: printed.join('\n'), folder: join(temporary, 'release') };
}

/** Another checkout: with other rights, times and order of its files. */
function disguise(folder: string): void {
	const long = new Date('2001-02-03T04:05:06Z');
	for (const entry of readdirSync(folder, { withFileTypes: true }).reverse()) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) disguise(path);
		if (!entry.isFile()) continue;
		chmodSync(path, statSync(path).mode & 0o700);
		utimesSync(path, long, long);
	}
}

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

it('the publishing workflow goes through all of its steps, and publishes what two checkouts make alike', async () => {
	expect(steps.map(({ run }) => run).at(-1)).toContain('npm publish');
	const { printed, folder } = publish(await prepared('one'), '022');
	expect(printed).toContain(`+ n8n-nodes-claritalk@${VERSION}`);
	const hash = sha256(join(folder, TARBALL));
	expect(printed).toContain(`${hash}  `);

	const other = await prepared('a folder with another name');
	disguise(other);
	const again = publish(other, '077', undefined, { TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8' });
	expect(sha256(join(again.folder, TARBALL))).toBe(hash);

	// What is published beside it says that nothing comes along.
	const sbom = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as {
		bomFormat: string;
		metadata: { component: { name: string; version: string; licenses: unknown } };
		components: unknown[];
		dependencies: unknown[];
	};
	expect(sbom.bomFormat).toBe('CycloneDX');
	expect(sbom.metadata.component).toMatchObject({
		name: 'n8n-nodes-claritalk',
		version: VERSION,
		licenses: [{ license: { id: 'MIT' } }],
	});
	expect(sbom.components).toEqual([]);
	expect(sbom.dependencies).toEqual([{ ref: `n8n-nodes-claritalk@${VERSION}`, dependsOn: [] }]);
	expect(
		readdirSync(folder)
			.map((name) => basename(name))
			.sort(),
	).toEqual([TARBALL, 'sbom.cdx.json']);
}, 180_000);

it('the publishing workflow stops at a tag of another version, and where CHANGELOG.md says nothing', async () => {
	const copy = await prepared('wrong');
	expect(() => publish(copy, '022', 'v9.8.6')).toThrow('GITHUB_REF_NAME');
	writeFileSync(join(copy, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n');
	expect(() => publish(copy, '022')).toThrow('CHANGELOG.md');
});
