/** What a test file tells its environment, which writes it into the table. */
export interface Tested {
	/** Of n8n. */
	version?: string;
	/** How much more memory n8n held at the worst moment of the upload. */
	uploadMiB?: number;
}

const shared = globalThis as typeof globalThis & { tested?: Tested };

export const tested: Tested = (shared.tested ??= {});
