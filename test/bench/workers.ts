import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import type { Run } from './contenders';
import type { SandboxLogin } from './sandboxProcess';

/**
 * "Get a meeting" in several processes with one credential, as in n8n's queue mode: each has its share of the items, and
 * knows nothing of the others.
 *
 * @returns what runs once, when all processes are ready
 */
export async function getMeetingInWorkers(login: SandboxLogin, count: number): Promise<Run> {
	const workers = await Promise.all(
		Array.from({ length: count }, async () => {
			const worker = fork(join(__dirname, 'worker.ts'), [JSON.stringify(login)]);
			await once(worker, 'message');
			return worker;
		}),
	);
	return async (items) => {
		const share = Math.ceil(items.length / count);
		const outputs = await Promise.all(
			workers.map(async (worker, index) => {
				worker.send(items.slice(index * share, (index + 1) * share));
				const [output] = (await once(worker, 'message')) as [INodeExecutionData[]];
				return output;
			}),
		);
		return outputs.flat();
	};
}
