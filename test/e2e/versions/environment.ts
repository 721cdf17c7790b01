import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import type { Circus } from '@jest/types';

import { formatted } from '../../../scripts/formatted';
import HardeningEnvironment from '../hardening/environment';
import { homeOf } from '../install';
import { ROOT } from '../paths';
import { withRow } from './table';
import type { Tested } from './tested';

const README = join(ROOT, 'README.md');

/** Writes how the tests of a version went into the table of the README, except in CI and where only some of them were run. */
export default class VersionEnvironment extends HardeningEnvironment {
	/** Whether all tests of each group passed. */
	private readonly groups = new Map<string, boolean>();
	private isWritten: boolean;

	constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
		super(config, context);
		this.isWritten = !config.globalConfig.ci;
	}

	async handleTestEvent(event: Circus.Event): Promise<void> {
		if (event.name === 'test_skip') this.isWritten = false;
		if (event.name !== 'test_done') return;
		const { parent, errors } = event.test;
		this.groups.set(parent.name, (this.groups.get(parent.name) ?? true) && errors.length === 0);
	}

	async teardown(): Promise<void> {
		const { tested } = this.global as typeof this.global & { tested?: Tested };
		if (this.isWritten && tested) await this.write(tested);
		await super.teardown();
	}

	private async write({ version, figures }: Tested): Promise<void> {
		const manifest = readFileSync(join(homeOf(version), 'package.json'), 'utf8');
		const { dependencies } = JSON.parse(manifest) as { dependencies: { node: string } };
		const outcomes = [...this.groups].map(([name, passed]) => {
			const figure = figures[name] ? `, ${figures[name]}` : '';
			return [name, (passed ? 'yes' : '**no**') + figure];
		});
		const row = {
			n8n: version,
			'Node.js': dependencies.node,
			...Object.fromEntries(outcomes),
			Run: `${new Date().toISOString().slice(0, 10)}, ${commit()}`,
		};
		const text = withRow(readFileSync(README, 'utf8'), row);
		writeFileSync(README, await formatted(text, 'markdown'));
	}
}

/** The commit that was tested, and whether what is shipped differed from it. */
function commit(): string {
	const git = (...args: string[]) =>
		execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
	const changed = git('status', '--porcelain', 'nodes', 'credentials', 'package.json');
	return git('rev-parse', '--short', 'HEAD') + (changed ? ' and changes' : '');
}
