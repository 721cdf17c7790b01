import { type ListBehaviour, pageOf } from '../lists';
import type { Shape, WriteAnswer } from './shape';

/** What Laravel answers where nobody changed anything: the webhook's names, resources in `data`, and its paginator. */
export function expectedShape(lists: ListBehaviour): Shape {
	return {
		one: (_, row) => ({ data: row }),
		page: (_, rows, request) => pageOf<object>(rows, request, lists),
		searched: ({ title }) => [title],
		listedStatus: (status) => status,
		written: (write, result): WriteAnswer => {
			switch (write) {
				case 'user.delete':
					return { status: 204 };
				case 'webhook.register':
					return { status: 200, json: { message: 'Webhook registered.', webhookUrl: result } };
				case 'recording.upload':
					// The hash and the form are for tests, the API would not tell them.
					return {
						status: 201,
						json: { data: { ...(result as object), sha256: undefined, form: undefined } },
					};
				case 'recording.start':
				case 'recording.stop':
				case 'user.update':
					return { status: 200, json: { data: result } };
				default:
					return { status: 201, json: { data: result } };
			}
		},
		problem: ({ message, errors }) => ({ message, ...(errors && { errors }) }),
		envelope: (envelope) => ({ ...envelope }),
		countsDown: true,
		resetOf: (leftMs) => Math.ceil((Date.now() + leftMs) / 1000),
	};
}
