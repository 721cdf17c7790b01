import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../../e2e/processes';
import { LOCAL, logFile, ROOT } from '../../e2e/paths';
import { name as ownName } from '../../../package.json';
import { measured, type Measure, type Result, spreadOf } from '../results';

/** Community packages of about the same kind: an API behind one or two nodes. */
const OTHERS = [
	'@mendable/n8n-nodes-firecrawl@2.1.2',
	'n8n-nodes-evolution-api@1.0.4',
	'n8n-nodes-mcp@0.1.37',
];

/** Each round is a new process, and takes a fraction of a second. */
const PROCESSES_A_ROUND = 5;
const MOST_LOAD_MS = 10;
const MOST_KB = 300;

/** Loads a package's nodes as n8n does, which has n8n-workflow loaded already, and prints how many milliseconds that took. */
const LOAD = `
const { createRequire } = require('node:module');
const { join } = require('node:path');
const folder = process.argv[1];
const load = createRequire(join(folder, 'package.json'));
load('n8n-workflow');
const { nodes } = load('./package.json').n8n;
const started = performance.now();
for (const path of nodes) {
	const name = path.split('/').at(-1).split('.')[0];
	new (load('./' + path)[name])();
}
console.log(performance.now() - started);`;

/** How long n8n takes to load the nodes of a package, and how large it is. */
export async function packages(rounds: number): Promise<Result> {
	const folder = join(LOCAL, 'bench-packages');
	mkdirSync(folder, { recursive: true });
	const args = [
		'install',
		'--prefix',
		folder,
		'--ignore-scripts',
		'--legacy-peer-deps',
		'--no-audit',
		'--no-fund',
		...OTHERS,
	];
	await run({ command: 'npm', args, cwd: folder, log: logFile('bench-packages') });
	const folders: Record<string, string> = { [ownName]: ROOT };
	for (const other of OTHERS) {
		const name = other.slice(0, other.lastIndexOf('@'));
		folders[other] = join(folder, 'node_modules', name);
	}
	const load = await measured(rounds, folders, async (path) => {
		const times = Array.from({ length: PROCESSES_A_ROUND }, () =>
			Number(execFileSync(process.execPath, ['-e', LOAD, path], { encoding: 'utf8' })),
		);
		return spreadOf(times).median;
	});
	const size = await measured(1, folders, async (path) => unpackedSize(path) / 1000);
	const measures: Measure[] = [
		{ title: 'Time to load all nodes', unit: 'ms', base: ownName, values: load },
		{ title: 'Size, unpacked', unit: 'kB', base: ownName, values: size },
	];
	const loadMs = spreadOf(load[ownName]).median;
	const [kb] = size[ownName];
	return {
		name: 'packages',
		title: 'Load time and size of the package',
		text: `The time in which a new Node.js process that has n8n-workflow loaded already loads and constructs all nodes of a package (median of ${PROCESSES_A_ROUND} processes a round), and the size of what npm unpacks, dependencies left out.`,
		measures,
		goals: [
			{
				text: `both nodes load in at most ${MOST_LOAD_MS} ms`,
				figure: `${loadMs.toFixed(1)} ms`,
				isReached: loadMs <= MOST_LOAD_MS,
				why: 'what is left is four files of 300 kB that Node.js reads and compiles; how long that takes differs by half with what else the machine does.',
			},
			{
				text: `the package has at most ${MOST_KB} kB`,
				figure: `${kb.toFixed(0)} kB`,
				isReached: kb <= MOST_KB,
				why: 'the goal was set when the package had one trigger and knew one shape of the API; comments are left out already, and minified code cannot be read by who installed it.',
			},
		],
	};
}

/** In bytes, of the files that npm would publish. */
function unpackedSize(folder: string): number {
	const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
	const [{ unpackedSize: bytes }] = JSON.parse(
		execFileSync('npm', args, {
			cwd: folder,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	) as Array<{ unpackedSize: number }>;
	return bytes;
}
