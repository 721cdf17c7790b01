/** What a test file tells its environment, which writes it into the table. */
export interface Tested {
	/** Of n8n. */
	version: string;
	/** What was measured, by the group of tests. */
	figures: Record<string, string>;
}

const shared = globalThis as typeof globalThis & { tested?: Tested };

export const tested: Tested = (shared.tested ??= { version: '', figures: {} });
