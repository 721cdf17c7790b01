/** The sandbox in a process of its own, so that it takes no time from what is measured; see {@link openSandbox}. */
import { startSandbox } from '../sandbox';
import type { SandboxSetup } from './sandboxProcess';

async function main(): Promise<void> {
	const { meetings = 0, ...options } = JSON.parse(process.argv[2]) as SandboxSetup;
	const sandbox = await startSandbox({ ...options, seed: false });
	const rows = Array.from({ length: meetings }, () => sandbox.store.createMeeting({}));
	process.on('message', () => {
		const counted = sandbox.requests.splice(0);
		const refused = counted.filter(({ status }) => status === 429).length;
		process.send?.({ requests: counted.length, refused });
	});
	process.once('disconnect', () => process.exit(0));
	const { url, token } = sandbox;
	process.send?.({ url, token, meetingIds: rows.map(({ meetingId }) => meetingId) });
}

void main();
