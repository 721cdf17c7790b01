import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { nodeOf } from '../install';
import { logFile } from '../paths';
import { poll } from '../poll';
import { kill, launch } from '../processes';
import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench } from './bench';
import { newEnvelopes } from './deliveries';
import { expectRuns } from './runs';

/** Holds the write lock of a database; says so with a file, since SQLite itself shows nothing. */
const LOCK = `
const [database, sign] = process.argv.slice(1);
new (require('node:sqlite').DatabaseSync)(database).exec('BEGIN IMMEDIATE');
require('node:fs').writeFileSync(sign, '');
setInterval(() => {}, 60_000);`;

let bench: Bench;
let workflow: Workflow;

beforeAll(async () => {
	bench = await openBench('store');
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
});
afterAll(async () => await bench?.close());

/** Lets n8n write nothing while `work` goes on. */
async function withLockedDatabase<T>(work: () => Promise<T>): Promise<T> {
	const { folder } = bench;
	const sign = join(folder, 'locked');
	const lock = launch({
		command: nodeOf(),
		args: ['-e', LOCK, join(folder, '.n8n', 'database.sqlite'), sign],
		cwd: folder,
		log: logFile('lock'),
	});
	try {
		await poll(
			'the lock',
			async () => existsSync(sign),
			(exists) => exists,
		);
		return await work();
	} finally {
		await kill(lock);
	}
}

describe('a database that cannot be written', () => {
	it('makes n8n answer with an error, and the delivery runs when it is sent again', async () => {
		const { sandbox, session } = bench;
		const [envelope] = await newEnvelopes(sandbox, 1);
		const refused = await withLockedDatabase(async () => await sandbox.deliver(envelope));
		expect(refused.status).toBe(500);

		for (let time = 0; time < 2; time++) {
			expect((await sandbox.deliver(envelope)).status).toBe(200);
		}
		await expectRuns(session, workflow, 1);
	});
});
