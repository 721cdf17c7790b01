import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { nodeOf } from '../install';
import { logFile } from '../paths';
import { poll } from '../poll';
import { kill, launch, run } from '../processes';

/** Holds the write lock of a database; says so with a file, since SQLite itself shows nothing. */
const LOCK = `
const [database, sign] = process.argv.slice(1);
new (require('node:sqlite').DatabaseSync)(database).exec('BEGIN IMMEDIATE');
require('node:fs').writeFileSync(sign, '');
setInterval(() => {}, 60_000);`;

/** Empties what workflows remember between their runs. */
const FORGET = `
const [database] = process.argv.slice(1);
new (require('node:sqlite').DatabaseSync)(database).exec('UPDATE workflow_entity SET staticData = NULL');`;

/** Lets what triggers remember of deliveries have happened now. */
const RENEW = `
const [file] = process.argv.slice(1);
const database = new (require('node:sqlite').DatabaseSync)(file);
const now = Math.floor(Date.now() / 1000);
const remembering = database.prepare('SELECT id, staticData FROM workflow_entity WHERE staticData IS NOT NULL');
for (const { id, staticData } of remembering.all()) {
	const data = JSON.parse(staticData);
	for (const { recentDeliveries = {} } of Object.values(data)) {
		for (const key in recentDeliveries) recentDeliveries[key] = now;
	}
	database.prepare('UPDATE workflow_entity SET staticData = ? WHERE id = ?').run(JSON.stringify(data), id);
}`;

const databaseIn = (folder: string) => join(folder, '.n8n', 'database.sqlite');

/** Lets an n8n write nothing while `work` goes on. */
export async function withLockedDatabase<T>(folder: string, work: () => Promise<T>): Promise<T> {
	const sign = join(folder, 'locked');
	rmSync(sign, { force: true });
	const lock = launch({
		command: nodeOf(),
		args: ['-e', LOCK, databaseIn(folder), sign],
		cwd: folder,
		log: logFile('database'),
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

/** Loses all static data of an n8n, as if it had never been written. */
export async function loseStaticData(folder: string): Promise<void> {
	await change(folder, FORGET);
}

/** Makes deliveries of long ago, which are forgotten after a day, ones of now. */
export async function renewDeliveries(folder: string): Promise<void> {
	await change(folder, RENEW);
}

/** Runs a program on the database of an n8n. */
async function change(folder: string, program: string): Promise<void> {
	await run({
		command: nodeOf(),
		args: ['-e', program, databaseIn(folder)],
		cwd: folder,
		log: logFile('database'),
	});
}
