/**
 * What the process keeps by a key, made at its first use. Bounded: beyond `most`, what was used longest ago is forgotten and
 * would be made anew.
 */
export class Kept<T> {
	private readonly values = new Map<string, T>();

	constructor(private readonly most: number) {}

	get(key: string, make: () => T): T {
		const value = this.values.get(key) ?? make();
		// Again at the end: a Map keeps the order of insertion, so the oldest use stands first.
		this.values.delete(key);
		this.values.set(key, value);
		if (this.values.size > this.most) this.values.delete([...this.values.keys()][0]);
		return value;
	}

	/** Everything that is kept now; looking at it is no use. */
	all(): T[] {
		return [...this.values.values()];
	}

	forget(key: string): void {
		this.values.delete(key);
	}
}
