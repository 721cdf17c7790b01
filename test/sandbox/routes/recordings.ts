import type { FastifyInstance } from 'fastify';

import { Problem } from '../problems';
import { findMeeting } from './meetings';
import { idOf, sendWritten } from './request';
import type { ApiState } from '.';

/** Recording by Claritalk Connect, the desktop client: one meeting at a time. */
export function registerRecordings(app: FastifyInstance, { store, shape }: ApiState): void {
	const checkConnected = () => {
		if (!store.connectConnected) throw new Problem(503, 'Claritalk Connect is not connected.');
	};

	app.post(
		'/meetings/:id/recordings/start',
		{ config: { uploads: true } },
		async (request, reply) => {
			const { meetingId } = findMeeting(store, idOf(request));
			checkConnected();
			if (store.activeRecordings.size > 0) throw new Problem(409, 'A recording is already active.');
			store.activeRecordings.add(meetingId);
			await sendWritten(
				reply,
				shape.written('recording.start', { meetingId, recording: 'active' }),
			);
		},
	);

	app.post(
		'/meetings/:id/recordings/stop',
		{ config: { uploads: true } },
		async (request, reply) => {
			const { meetingId } = findMeeting(store, idOf(request));
			checkConnected();
			if (!store.activeRecordings.delete(meetingId)) {
				throw new Problem(409, 'No recording is active.');
			}
			await sendWritten(
				reply,
				shape.written('recording.stop', { meetingId, recording: 'stopped' }),
			);
		},
	);
}
