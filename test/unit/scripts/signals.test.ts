/** What starts n8n must get to end it: tsx's own program kills what does not answer Ctrl-C within a moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

import { scripts } from '../../../package.json';

const ROOT = join(__dirname, '../../..');
const BUSY = `
	import { writeSync } from 'node:fs';
	process.once('SIGINT', () => {
		writeSync(1, 'ended');
		process.exit(0);
	});
	setTimeout(() => {
		writeSync(2, 'busy');
		const end: number = Date.now() + 500;
		while (Date.now() < end);
	});
	setInterval(() => {}, 1_000);
`;

let folder: string;
let program: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'claritalk-signals-'));
	program = join(folder, 'busy.ts');
	writeFileSync(program, BUSY);
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(['start', 'bench', 'pictures', 'test:e2e:update:record'] as const)(
	'Ctrl-C during npm run %s is heard, however busy it is',
	async (name) => {
		const command = scripts[name].replace(/\S+\.ts$/, program);
		const path = `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
		const child = spawn('sh', ['-c', command], { cwd: ROOT, env: { ...process.env, PATH: path } });
		const said = text(child.stdout);
		const exited = once(child, 'exit');
		await once(child.stderr, 'data');
		child.kill('SIGINT');
		expect(await exited).toEqual([0, null]);
		expect(await said).toBe('ended');
	},
);
