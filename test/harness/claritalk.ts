import type { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ClaritalkApi } from '../../credentials/ClaritalkApi.credentials';
import { ClaritalkOAuth2Api } from '../../credentials/ClaritalkOAuth2Api.credentials';
import { ClaritalkServiceAccountOAuth2Api } from '../../credentials/ClaritalkServiceAccountOAuth2Api.credentials';
import { Claritalk } from '../../nodes/Claritalk/Claritalk.node';
import { ClaritalkTrigger } from '../../nodes/ClaritalkTrigger/ClaritalkTrigger.node';
import type { Sandbox } from '../sandbox';
import { Harness } from './harness';

/** Both nodes and all credential types in real n8n-core contexts, logged in to the sandbox as a user. */
export function claritalkHarness(sandbox: Sandbox): Harness {
	return new Harness({
		packageName: 'n8n-nodes-claritalk',
		nodes: [new Claritalk(), new ClaritalkTrigger()],
		credentialTypes: [
			new ClaritalkApi(),
			new ClaritalkOAuth2Api(),
			new ClaritalkServiceAccountOAuth2Api(),
		],
		credentials: { claritalkApi: patOf(sandbox) },
	});
}

/** Data of a personal access token credential for the sandbox. */
export function patOf(sandbox: Sandbox, accessToken = sandbox.token) {
	return { environment: 'custom', baseUrl: sandbox.url, accessToken };
}

/** A resource locator's value by ID. */
export const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });

/** What an execution that must fail failed with. */
export async function failureOf(
	execution: Promise<unknown>,
): Promise<NodeApiError & NodeOperationError> {
	const result = await execution.catch((error: unknown) => error);
	if (result instanceof Error) return result as NodeApiError & NodeOperationError;
	throw new Error(`It did not fail but gave ${JSON.stringify(result)}`);
}
