import type { ICredentialTestRequest } from 'n8n-workflow';

import { API_ROOT, endpoints } from '../nodes/api/endpoints';
import { originExpression } from './environment';

const answered = (value: number, message: string) =>
	({ type: 'responseCode', properties: { value, message } }) as const;

const REDIRECT =
	'The address answers with a redirect, which is not followed: check Environment and Base URL';

/**
 * The test of every Claritalk credential: the shortest list of meetings, which every caller may read.
 * A host that cannot be reached is reported by n8n itself, with the connection's error code.
 */
export const testRequest: ICredentialTestRequest = {
	request: {
		baseURL: originExpression('$credentials', API_ROOT),
		url: endpoints.meeting.getMany.path,
		qs: { per_page: 1 },
		// n8n would take the token along to wherever a redirect points.
		disableFollowRedirect: true,
	},
	rules: [
		answered(401, 'Claritalk refused the token: it is wrong, expired or revoked. Create a new one'),
		answered(403, 'Claritalk knows the token but does not permit it to list meetings'),
		answered(404, 'No Claritalk API at this address: check Environment and Base URL'),
		answered(429, 'Claritalk is refusing calls for now (rate limit): test again in a minute'),
		...[301, 302, 303, 307, 308].map((status) => answered(status, REDIRECT)),
		{
			type: 'responseSuccessBody',
			// The first character of a text: a web page where JSON should be.
			properties: {
				key: '0',
				value: '<',
				message: 'The address answers with a web page, not with the Claritalk API: check Base URL',
			},
		},
		// n8n's type wants one kind of rule, its test runner reads both.
	] as ICredentialTestRequest['rules'],
};
