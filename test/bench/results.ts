/** What a case found out. */
export interface Result {
	/** Names its plot, too. */
	name: string;
	title: string;
	/** What is measured, and how, in Markdown. */
	text: string;
	measures: Measure[];
	goals: Goal[];
}

/** One figure of several contenders, measured side by side in every round. */
export interface Measure {
	/** Such as "Time" */
	title: string;
	unit: string;
	/** The contender that the ratios refer to. */
	base: string;
	/** A value per round, for each contender. */
	values: Record<string, number[]>;
	/** Other figures of the same rounds, which are shown as they are. */
	counts?: Record<string, Record<string, number[]>>;
}

/** What was aimed at, and whether it was reached in the median of the rounds. */
export interface Goal {
	text: string;
	figure: string;
	isReached: boolean;
	/** Why not, where it was not. */
	why?: string;
}

export interface Spread {
	median: number;
	min: number;
	max: number;
}

/** The middle and the ends of some values; of an even number of them the middle is the mean of two. */
export function spreadOf(values: number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	return { median: quantile(sorted, 0.5), min: sorted[0], max: sorted[sorted.length - 1] };
}

/**
 * A quantile of values, interpolated between the two nearest.
 *
 * @param share 0.95 for p95
 */
export function quantile(values: number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (sorted.length - 1) * share;
	const low = sorted[Math.floor(at)];
	return low + (sorted[Math.ceil(at)] - low) * (at % 1);
}

/** How a contender's values relate to the base's, round by round. */
export function ratiosOf({ values, base }: Measure, contender: string): Spread {
	return spreadOf(values[contender].map((value, round) => value / values[base][round]));
}

/**
 * Calls `one` for each contender in turn, `rounds` times; each round begins with the next of them, so that none always runs
 * after the same.
 *
 * @returns the values per contender, in the order of the rounds
 */
export async function measured<T>(
	rounds: number,
	contenders: Record<string, T>,
	one: (contender: T, round: number) => Promise<number>,
): Promise<Record<string, number[]>> {
	const all = Object.entries(contenders);
	const values: Record<string, number[]> = Object.fromEntries(all.map(([name]) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		const first = round % all.length;
		for (const [name, contender] of [...all.slice(first), ...all.slice(0, first)]) {
			values[name].push(await one(contender, round));
		}
	}
	return values;
}

/** How many seconds some work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return (performance.now() - started) / 1000;
}
