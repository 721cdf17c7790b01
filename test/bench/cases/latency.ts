import { HTTP_BATCHING, HTTP_REQUEST, OWN, SEQUENTIAL } from '../contenders';
import { getPlainly, lostOf, meetingGetters } from '../meetings';
import { measured, type Measure, ratiosOf, type Result, secondsOf } from '../results';
import { NO_LIMIT, openSandbox } from '../sandboxProcess';

const ITEMS = 500;
const LATENCY_MS = 50;
const WARM_UPS = 3;
const BATCH = { batchSize: 50, batchInterval: 1 };

/** How fast many items are read when every answer takes a while and nothing is refused. */
export async function latency(rounds: number): Promise<Result> {
	const run = async (name: string): Promise<number> => {
		// A new one for each run, so that nothing is known of what it allows.
		const sandbox = await openSandbox({
			meetings: ITEMS,
			latencyMs: LATENCY_MS,
			rateLimit: NO_LIMIT,
		});
		const items = sandbox.meetingIds.map((id) => ({ id }));
		// What a new sandbox loads and compiles belongs to none of them; nor is any of them asked to, which would warm that one.
		await getPlainly(sandbox);
		const get = meetingGetters(sandbox, BATCH)[name];
		let lost = 0;
		const seconds = await secondsOf(async () => {
			lost = lostOf(sandbox, await get(items));
		});
		await sandbox.close();
		if (lost > 0) throw new Error(`${lost} items have no meeting`);
		return seconds;
	};
	const contenders = [OWN, HTTP_REQUEST, HTTP_BATCHING, SEQUENTIAL];
	const byName = Object.fromEntries(contenders.map((name) => [name, name]));
	// A few times before it counts, for what this process loads and compiles.
	const quick = { ...byName };
	delete quick[SEQUENTIAL];
	await measured(WARM_UPS, quick, run);
	const values = await measured(rounds, byName, run);

	const measure: Measure = { title: 'Time', unit: 's', base: OWN, values };
	const sequentially = ratiosOf(measure, SEQUENTIAL);
	const http = ratiosOf(measure, HTTP_REQUEST);
	return {
		name: 'latency',
		title: `${ITEMS} meetings, ${LATENCY_MS} ms an answer, no limit`,
		text: `_Get_ for ${ITEMS} items. Each answer takes ${LATENCY_MS} ms; no rate limit is in the way, and no contender knows that before. All are left at their defaults, but for the batching (the node's own 50 items a batch, without a pause).`,
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
				why: 'HTTP Request sends everything at once, however much it is. This node sends three requests until it was answered; with the limit that Claritalk has, all at once loses items (next case).',
			},
		],
	};
}
