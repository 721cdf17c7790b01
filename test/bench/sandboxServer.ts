/** The sandbox in a process of its own, so that it takes no time from what is measured; see {@link openSandbox}. */
import { startSandbox } from '../sandbox';
import type { RecordedRequest } from '../sandbox/server';
import type { SandboxSetup } from './sandboxProcess';

async function main(): Promise<void> {
	const { meetings = 0, ...options } = JSON.parse(process.argv[2]) as SandboxSetup;
	const sandbox = await startSandbox({ ...options, seed: false });
	const rows = Array.from({ length: meetings }, () => sandbox.store.createMeeting({}));
	process.on('message', () => {
		const counted = sandbox.requests.splice(0);
		process.send?.({ requests: counted.length, refused: refusedPerWindow(counted) });
	});
	process.once('disconnect', () => process.exit(0));
	const { url, token } = sandbox;
	process.send?.({ url, token, meetingIds: rows.map(({ meetingId }) => meetingId) });
}

/** Once a window has refused a request it refuses all, so refusals in a row belong to one window. */
function refusedPerWindow(counted: RecordedRequest[]): number[] {
	const refused: number[] = [];
	let isRefusing = false;
	for (const { status } of counted) {
		if (status === 429 && isRefusing) refused[refused.length - 1]++;
		else if (status === 429) refused.push(1);
		isRefusing = status === 429;
	}
	return refused;
}

void main();
