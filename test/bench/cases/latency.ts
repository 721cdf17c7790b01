import { HTTP_REQUEST, OWN, SEQUENTIAL } from '../contenders';
import { getMeeting, lostOf, meetingGetters } from '../meetings';
import { measured, type Measure, ratiosOf, type Result, secondsOf } from '../results';
import { NO_LIMIT, openSandbox } from '../sandboxProcess';

const ITEMS = 500;
const LATENCY_MS = 50;
const MOST = 480;
const OWN_MOST = `${OWN}, Concurrency ${MOST}`;

/** How fast many items are read when every answer takes a while and nothing is refused. */
export async function latency(rounds: number): Promise<Result> {
	const sandbox = await openSandbox({
		meetings: ITEMS,
		latencyMs: LATENCY_MS,
		rateLimit: NO_LIMIT,
	});
	const contenders = {
		...meetingGetters(sandbox, { batchSize: 50, batchInterval: 1 }),
		[OWN_MOST]: getMeeting(sandbox, { concurrency: MOST }),
	};
	const items = sandbox.meetingIds.map((id) => ({ id }));
	// Once before it counts: what is loaded and compiled only once belongs to none of them.
	for (const run of Object.values(contenders)) await run(items.slice(0, 50));
	const values = await measured(rounds, contenders, async (run) => {
		let lost = 0;
		const seconds = await secondsOf(async () => {
			lost = lostOf(sandbox, await run(items));
		});
		if (lost > 0) throw new Error(`${lost} items have no meeting`);
		return seconds;
	});
	await sandbox.close();

	const measure: Measure = { title: 'Time', unit: 's', base: OWN, values };
	const sequentially = ratiosOf(measure, SEQUENTIAL);
	const http = ratiosOf(measure, HTTP_REQUEST);
	return {
		name: 'latency',
		title: `${ITEMS} meetings, ${LATENCY_MS} ms an answer, no limit`,
		text: `_Get_ for ${ITEMS} items. Each answer takes ${LATENCY_MS} ms; no rate limit is in the way. All are left at their defaults, but for the batching (the node's own 50 items a batch, without a pause) and the last row.`,
		measures: [measure],
		goals: [
			{
				text: 'at least 5 times as fast as a plain sequential node',
				figure: `${sequentially.median.toFixed(1)} times`,
				isReached: sequentially.median >= 5,
			},
			{
				text: 'at least as fast as HTTP Request at its defaults',
				figure: `${http.median.toFixed(2)} times as fast`,
				isReached: http.median >= 1,
				why: 'HTTP Request sends everything at once, however much it is. This node sends 50 at a time unless _Concurrency_ says more, to spare the API; with the limit that Claritalk has, all at once loses items (next case).',
			},
		],
	};
}
