import { HTTP_BATCHING, HTTP_REQUEST, OWN, SEQUENTIAL } from '../contenders';
import { lostOf, meetingGetters } from '../meetings';
import { measured, type Measure, ratiosOf, type Result, secondsOf, spreadOf } from '../results';
import { openSandbox } from '../sandboxProcess';

const ITEMS = 2_000;
const LIMIT = 480;
const WINDOW_SECONDS = 15;
const IDEAL = 'Ideal';

/** No schedule is faster: all windows but the last have to pass. */
const IDEAL_SECONDS = (Math.ceil(ITEMS / LIMIT) - 1) * WINDOW_SECONDS;

/** What a user can work out from the limit: 20 batches in a window are just allowed. */
const BATCH = { batchSize: LIMIT / 20, batchInterval: (1000 * WINDOW_SECONDS) / 20 };

/** What becomes of more items than the limit allows at once. */
export async function limit(rounds: number): Promise<Result> {
	const refused: Record<string, number[]> = {};
	const lost: Record<string, number[]> = {};
	const run = async (name: string): Promise<number> => {
		// A new one for each run, so that nothing is known of its window and none of it is used up.
		const sandbox = await openSandbox({
			meetings: ITEMS,
			rateLimit: { default: LIMIT, windowMs: 1000 * WINDOW_SECONDS },
		});
		const get = meetingGetters(sandbox, BATCH)[name];
		const seconds = await secondsOf(async () => {
			const output = await get(sandbox.meetingIds.map((id) => ({ id })));
			(lost[name] ??= []).push(lostOf(sandbox, output));
		});
		(refused[name] ??= []).push((await sandbox.traffic()).refused);
		await sandbox.close();
		return seconds;
	};
	const contenders = [OWN, HTTP_REQUEST, HTTP_BATCHING, SEQUENTIAL];
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
		counts: { 'Requests refused': refused, 'Items lost': lost },
	};
	const ratio = ratiosOf(measure, OWN).median;
	const most = spreadOf(lost[OWN]).max;
	return {
		name: 'limit',
		title: `${ITEMS} meetings against a limit of ${LIMIT} per window`,
		text: `_Get_ for ${ITEMS} items, with _On Error: Continue_, from an API that allows ${LIMIT} calls per window, as Claritalk does; the window is shortened from 60 to ${WINDOW_SECONDS} s, and nobody is told how long it is. Ideal is the time that no schedule can beat: ${IDEAL_SECONDS} s. The batching set by hand is what the limit allows just so: ${BATCH.batchSize} items every ${BATCH.batchInterval} ms. An item is lost when it comes out without its meeting.`,
		measures: [measure],
		goals: [
			{
				text: 'at most 1.03 of the ideal time',
				figure: ratio.toFixed(3),
				isReached: ratio <= 1.03,
			},
			{ text: 'no item lost', figure: `${most} lost`, isReached: most === 0 },
		],
	};
}
