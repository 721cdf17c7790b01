import { ClaritalkApi } from '../../credentials/ClaritalkApi.credentials';
import { Claritalk } from '../../nodes/Claritalk/Claritalk.node';
import { ClaritalkTrigger } from '../../nodes/ClaritalkTrigger/ClaritalkTrigger.node';
import type { Sandbox } from '../sandbox';
import { Harness } from './harness';

/** Both nodes and all credential types in real n8n-core contexts, logged in to the sandbox. */
export function claritalkHarness(sandbox: Sandbox): Harness {
	return new Harness({
		packageName: 'n8n-nodes-claritalk',
		nodes: [new Claritalk(), new ClaritalkTrigger()],
		credentialTypes: [new ClaritalkApi()],
		credentials: {
			claritalkApi: patOf(sandbox),
		},
	});
}

/** Data of a personal access token credential for the sandbox. */
export function patOf(sandbox: Sandbox, accessToken = sandbox.token) {
	return { environment: 'custom', baseUrl: sandbox.url, accessToken };
}
