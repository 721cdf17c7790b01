import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { name, version } from '../../package.json';
import { LOCAL, logFile, ROOT } from './paths';
import { run } from './processes';

export const PACK_LOG = logFile('pack');

/**
 * Builds this package and packs it as it would be published, unless E2E_TARBALL names what was packed already.
 *
 * @returns the tarball
 */
export async function pack(): Promise<string> {
	if (process.env.E2E_TARBALL) return process.env.E2E_TARBALL;
	const folder = join(LOCAL, 'package');
	mkdirSync(folder, { recursive: true });
	await run({ command: 'npm', args: ['run', 'build'], cwd: ROOT, log: PACK_LOG });
	await run({
		command: 'npm',
		args: ['pack', '--pack-destination', folder],
		cwd: ROOT,
		log: PACK_LOG,
	});
	return join(folder, `${name}-${version}.tgz`);
}
