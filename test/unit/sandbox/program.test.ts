import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '../../sandbox/main.ts');

const children: ChildProcess[] = [];
// Also when a test failed half-way: a program that runs on would keep the test run from ending.
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

/** Starts the program; gives what it prints once it is up, and how it ends. */
function start(port: string, ...args: string[]) {
	const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...args], {
		env: { ...process.env, CLARITALK_SANDBOX_PORT: port },
	});
	children.push(child);
	let output = '';
	let errors = '';
	child.stderr.on('data', (chunk) => (errors += String(chunk)));
	const ready = new Promise<string>((resolve, reject) => {
		child.stdout.on('data', (chunk) => {
			output += String(chunk);
			if (output.includes('Ctrl-C')) resolve(output);
		});
		child.on('exit', () => reject(new Error(`It ended: ${errors}`)));
	});
	const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) =>
		child.on('close', (code) => resolve({ code, output, errors })),
	);
	// Who waits for the end does not care whether it was ever up.
	ready.catch(() => {});
	return { child, ready, ended };
}

it.each(['SIGINT', 'SIGTERM'] as const)(
	'says what it is and how to use it, and stops on %s',
	async (signal) => {
		const { child, ready, ended } = start('0');
		const output = await ready;
		expect(output.split('\n')[0]).toBe(
			"This is a stand-in for Claritalk: it imitates what is known of the API and guesses the rest. It is not the vendor's contract.",
		);
		const [, url, token] = /(http:\/\/127\.0\.0\.1:\d+)\s+Access Token\s+(\S+)/.exec(output)!;
		expect(output).toContain(`curl -X POST ${url}/sandbox/meetings`);
		const answer = await fetch(`${url}/api/teams`, {
			headers: { authorization: `Bearer ${token}` },
		});
		expect(answer.status).toBe(200);

		child.kill(signal);
		expect(await ended).toMatchObject({ code: 0, errors: '' });
	},
);

it('names a port that is in use', async () => {
	const blocker = createServer();
	await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
	const { port } = blocker.address() as AddressInfo;
	const result = await start(String(port)).ended;
	blocker.close();
	expect(result).toEqual({
		code: 1,
		output: '',
		errors: `The sandbox could not start: port ${port} is in use; choose another with CLARITALK_SANDBOX_PORT\n`,
	});
});

it.each(['abc', '70000'])('refuses the port %s', async (port) => {
	expect(await start(port).ended).toEqual({
		code: 1,
		output: '',
		errors: `The sandbox could not start: CLARITALK_SANDBOX_PORT must be a port from 0 to 65535, not "${port}"\n`,
	});
});

it('answers in the contrary shape where it is asked to', async () => {
	const output = await start('0', '--shape', 'contrary').ready;
	expect(output).toContain('Its shape is contrary');
	const [, url, token] = /(http:\/\/127\.0\.0\.1:\d+)\s+Access Token\s+(\S+)/.exec(output)!;
	const headers = { authorization: `Bearer ${token}` };
	const users = (await (await fetch(`${url}/api/users`, { headers })).json()) as object[];
	expect(users[0]).toHaveProperty('first_name', 'An');
});

it.each([
	[['--shape', 'round'], '--shape must be expected or contrary, not "round"'],
	[['--shape'], "Option '--shape <value>' argument missing"],
])('refuses %j in one line', async (args, problem) => {
	expect(await start('0', ...args).ended).toEqual({
		code: 1,
		output: '',
		errors: `The sandbox could not start: ${problem}\n`,
	});
});
