/** So much later than the time-out of the connection itself, which only counts while nothing comes at all. */
const MARGIN_MS = 500;

/** Beyond this, timers of Node.js end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * What a request gives, if it does so in time: a connection that trickles never times out by itself.
 *
 * @param ms how long the whole may take
 * @throws an error with the code `ETIMEDOUT`
 */
export async function within<T>(ms: number, request: Promise<T>): Promise<T> {
	const end = AbortSignal.timeout(Math.min(Math.ceil(ms) + MARGIN_MS, LONGEST_TIMER_MS));
	let refuse!: () => void;
	const late = new Promise<never>((_, reject) => {
		refuse = () =>
			reject(Object.assign(new Error('No answer came in time'), { code: 'ETIMEDOUT' }));
		end.addEventListener('abort', refuse, { once: true });
	});
	try {
		return await Promise.race([request, late]);
	} finally {
		// Or else it holds what came until the time is over.
		end.removeEventListener('abort', refuse);
	}
}
