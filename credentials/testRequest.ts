import type { ICredentialTestRequest } from 'n8n-workflow';

import { API_ROOT, endpoints } from '../nodes/api/endpoints';
import { originExpression } from '../nodes/api/origins';
import { overriddenPathExpression } from '../nodes/api/overrides';
import { TEST_MARK } from './check';

const answered = (value: number, message: string) =>
	({ type: 'responseCode', properties: { value, message } }) as const;

const REDIRECT =
	'The address answers with a redirect, which is not followed. Check Environment and Base URL';

/**
 * The test of a credential that n8n logs in with itself: the shortest list of meetings, which every caller may read.
 * A host that cannot be reached is reported by n8n, with the connection's error code.
 */
export const testRequest: ICredentialTestRequest = {
	request: {
		baseURL: originExpression('$credentials', API_ROOT),
		url: overriddenPathExpression(endpoints.meeting.getMany),
		qs: { per_page: 1 },
		// As bytes: n8n fails on a list without an item, which is a good answer.
		encoding: 'arraybuffer',
		// n8n would take the token along to wherever a redirect points.
		disableFollowRedirect: true,
	},
	rules: [
		answered(401, 'Claritalk refused the token. It is wrong, expired or revoked. Create a new one'),
		answered(403, 'Claritalk knows the token but does not permit it to list meetings'),
		answered(
			404,
			'No Claritalk API at this address. Check Environment, Base URL and Path Overrides',
		),
		answered(429, 'Claritalk is refusing calls for now (rate limit). Try again in a minute'),
		...[301, 302, 303, 307, 308].map((status) => answered(status, REDIRECT)),
		{
			type: 'responseSuccessBody',
			// The first byte: a web page where JSON should be.
			properties: {
				key: '0',
				value: '<'.charCodeAt(0),
				message: 'The address answers with a web page, not with the Claritalk API. Check Base URL',
			},
		},
		// n8n's type wants one kind of rule, its test runner reads both.
	] as unknown as ICredentialTestRequest['rules'],
};

/** The test of a credential whose `authenticate` checks it, which knows the request by its mark. */
export const markedTestRequest: ICredentialTestRequest = {
	...testRequest,
	request: { ...testRequest.request, headers: { [TEST_MARK]: '1' } },
};
