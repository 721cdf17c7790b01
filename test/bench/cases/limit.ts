import { HTTP_BATCHING, HTTP_REQUEST, OWN, SEQUENTIAL } from '../contenders';
import { lostOf, meetingGetters } from '../meetings';
import {
	type Goal,
	measured,
	type Measure,
	ratiosOf,
	type Result,
	secondsOf,
	spreadOf,
} from '../results';
import { openSandbox } from '../sandboxProcess';
import { getMeetingInWorkers } from '../workers';

const ITEMS = 2_000;
const LIMIT = 480;
const WINDOW_SECONDS = 15;
const WORKERS = 3;
const OWN_WORKERS = `${OWN}, ${WORKERS} processes`;
const IDEAL = 'Ideal';

/** No schedule is faster: all windows but the last have to pass. */
const IDEAL_SECONDS = (Math.ceil(ITEMS / LIMIT) - 1) * WINDOW_SECONDS;

/** What a user can work out from the limit: 20 batches in a window are just allowed. */
const BATCH = { batchSize: LIMIT / 20, batchInterval: (1000 * WINDOW_SECONDS) / 20 };

/** What becomes of more items than the limit allows at once. */
export async function limit(rounds: number): Promise<Result> {
	const refused: Record<string, number[]> = {};
	const refusedAtMost: Record<string, number[]> = {};
	const lost: Record<string, number[]> = {};
	const run = async (name: string): Promise<number> => {
		// A new one for each run, so that nothing is known of its window and none of it is used up.
		const sandbox = await openSandbox({
			meetings: ITEMS,
			rateLimit: { default: LIMIT, windowMs: 1000 * WINDOW_SECONDS },
		});
		const get =
			name === OWN_WORKERS
				? await getMeetingInWorkers({ url: sandbox.url, token: sandbox.token }, WORKERS)
				: meetingGetters(sandbox, BATCH)[name];
		const seconds = await secondsOf(async () => {
			const output = await get(sandbox.meetingIds.map((id) => ({ id })));
			(lost[name] ??= []).push(lostOf(sandbox, output));
		});
		const perWindow = (await sandbox.traffic()).refused;
		(refused[name] ??= []).push(perWindow.reduce((sum, count) => sum + count, 0));
		(refusedAtMost[name] ??= []).push(Math.max(0, ...perWindow));
		await sandbox.close();
		return seconds;
	};
	const contenders = [OWN, OWN_WORKERS, HTTP_REQUEST, HTTP_BATCHING, SEQUENTIAL];
	const values = await measured(
		rounds,
		Object.fromEntries(contenders.map((name) => [name, name])),
		run,
	);
	const ideal = { [IDEAL]: values[OWN].map(() => IDEAL_SECONDS) };
	const measure: Measure = {
		title: 'Time',
		unit: 's',
		base: IDEAL,
		values: { ...ideal, ...values },
		counts: {
			'Requests refused': refused,
			'Most in one window': refusedAtMost,
			'Items lost': lost,
		},
	};
	const goalsOf = (name: string, mostTimes: number, mostRefused: number): Goal[] => {
		const ratio = ratiosOf(measure, name).median;
		const most = (counts: Record<string, number[]>) => spreadOf(counts[name]).max;
		return [
			{
				text: `${name}: at most ${mostTimes} of the ideal time`,
				figure: ratio.toFixed(3),
				isReached: ratio <= mostTimes,
			},
			{ text: `${name}: no item lost`, figure: `${most(lost)} lost`, isReached: most(lost) === 0 },
			{
				text: `${name}: at most ${mostRefused} refused in a window`,
				figure: `${most(refusedAtMost)} at most`,
				isReached: most(refusedAtMost) <= mostRefused,
			},
		];
	};
	return {
		name: 'limit',
		title: `${ITEMS} meetings against a limit of ${LIMIT} per window`,
		text: `_Get_ for ${ITEMS} items, with _On Error: Continue_, from an API that allows ${LIMIT} calls per window, as Claritalk does; the window is shortened from 60 to ${WINDOW_SECONDS} s, and nobody is told how long it is. Ideal is the time that no schedule can beat: ${IDEAL_SECONDS} s. The batching set by hand is what the limit allows just so: ${BATCH.batchSize} items every ${BATCH.batchInterval} ms. ${WORKERS} processes have the same credential and a third of the items each, as in n8n's queue mode. An item is lost when it comes out without its meeting.`,
		measures: [measure],
		goals: [...goalsOf(OWN, 1.03, 1), ...goalsOf(OWN_WORKERS, 1.05, 10)],
	};
}
