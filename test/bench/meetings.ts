/** "Get a meeting" for each item, as each contender is set up for it. */
import type { INodeExecutionData } from 'n8n-workflow';

import {
	claritalk,
	HTTP_BATCHING,
	HTTP_REQUEST,
	httpRequest,
	meetingOneByOne,
	OWN,
	type Run,
	SEQUENTIAL,
	sequential,
} from './contenders';
import type { SandboxLogin, SandboxProcess } from './sandboxProcess';

/** The node's own batching, so that no more is sent than is allowed. */
export interface Batching {
	batchSize: number;
	/** Milliseconds. */
	batchInterval: number;
}

export function getMeeting(sandbox: SandboxLogin): Run {
	return claritalk(sandbox, {
		resource: 'meeting',
		operation: 'get',
		meetingId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	});
}

export function httpGetMeeting(sandbox: SandboxProcess, batch?: Batching): Run {
	const url = `=${sandbox.url}/api/meetings/{{ $json.id }}`;
	return httpRequest(sandbox, { url, options: batch ? { batching: { batch: { ...batch } } } : {} });
}

/** Every way to get the meetings of the items. */
export function meetingGetters(sandbox: SandboxProcess, batch: Batching): Record<string, Run> {
	return {
		[OWN]: getMeeting(sandbox),
		[HTTP_REQUEST]: httpGetMeeting(sandbox),
		[HTTP_BATCHING]: httpGetMeeting(sandbox, batch),
		[SEQUENTIAL]: sequential(sandbox, meetingOneByOne),
	};
}

/** Gets every meeting, ten at a time, by no contender's code. */
export async function getPlainly({ url, token, meetingIds }: SandboxProcess): Promise<void> {
	const headers = { authorization: `Bearer ${token}` };
	for (let next = 0; next < meetingIds.length; next += 10) {
		await Promise.all(
			meetingIds.slice(next, next + 10).map(async (id) => {
				const answer = await fetch(`${url}/api/meetings/${id}`, { headers });
				await answer.arrayBuffer();
			}),
		);
	}
}

/** How many items have no meeting, for whatever reason. */
export function lostOf(sandbox: SandboxProcess, output: INodeExecutionData[]): number {
	const got = output.map(({ json }) => {
		// HTTP Request puts out the answer as it is.
		const { meetingId } = (
			typeof json.data === 'object' && json.data !== null ? json.data : json
		) as { meetingId?: string };
		return meetingId;
	});
	const ids = new Set(got);
	return sandbox.meetingIds.filter((id) => !ids.has(id)).length;
}
