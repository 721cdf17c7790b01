import type { N8n } from './n8n';

/** What jest's global setup leaves for its teardown; jest loads the two apart from each other. */
export const shared = globalThis as typeof globalThis & { n8n?: N8n };
