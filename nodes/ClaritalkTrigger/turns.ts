/** Lets things happen one after another, in the order in which they were asked for; what one fails with is no one else's. */
export class Turns {
	private last: Promise<unknown> = Promise.resolve();

	/** @param work must end some time: whoever comes later waits for it */
	async take<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.last.then(work);
		this.last = turn.catch(() => undefined);
		return await turn;
	}
}
