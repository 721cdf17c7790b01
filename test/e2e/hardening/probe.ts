/*
 * Runs inside n8n, before it: NODE_OPTIONS="--expose-gc --import …/probe.ts" and a port in PROBE_PORT. The Node.js that n8n
 * brings reads TypeScript itself.
 */
import http from 'node:http';
import https from 'node:https';
import { isMainThread } from 'node:worker_threads';

/** What a process holds that is in use: what is garbage is collected first. */
export interface Held {
	/** Bytes of objects, and of buffers, which are beside the heap. */
	heap: number;
	buffers: number;
	/** How many of each kind keep the process from ending: sockets, timers and so on. */
	handles: Record<string, number>;
	/** How many listeners those have that live as long as the process. */
	listeners: number;
}

const LASTING = [process, process.stdout, process.stderr, http.globalAgent, https.globalAgent];

function held(): Held {
	globalThis.gc?.();
	const { heapUsed: heap, external: buffers } = process.memoryUsage();
	const handles: Held['handles'] = {};
	for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
	const listeners = LASTING.flatMap((one) =>
		one.eventNames().map((name) => one.listenerCount(name)),
	);
	return { heap, buffers, handles, listeners: listeners.reduce((sum, count) => sum + count, 0) };
}

// What n8n starts beside itself is not to listen, too.
if (isMainThread && process.env.PROBE_PORT) {
	http
		.createServer((_, response) => response.end(JSON.stringify(held())))
		.listen(Number(process.env.PROBE_PORT), '127.0.0.1');
}
