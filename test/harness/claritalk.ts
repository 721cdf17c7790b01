import type { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ClaritalkApi } from '../../credentials/ClaritalkApi.credentials';
import { ClaritalkOAuth2Api } from '../../credentials/ClaritalkOAuth2Api.credentials';
import { ClaritalkServiceAccountOAuth2Api } from '../../credentials/ClaritalkServiceAccountOAuth2Api.credentials';
import { Claritalk } from '../../nodes/Claritalk/Claritalk.node';
import { ClaritalkPollingTrigger } from '../../nodes/ClaritalkPollingTrigger/ClaritalkPollingTrigger.node';
import { ClaritalkTrigger } from '../../nodes/ClaritalkTrigger/ClaritalkTrigger.node';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox';
import { Harness } from './harness';
import { instantly } from './instantly';

/** An API to talk to: the sandbox, or one that answers what a test says. */
type Api = { url: string; token: string };

/** All nodes and all credential types in real n8n-core contexts, logged in to an API as a user. */
export function claritalkHarness(api: Api): Harness {
	return new Harness({
		packageName: 'n8n-nodes-claritalk',
		nodes: [new Claritalk(), new ClaritalkTrigger(), new ClaritalkPollingTrigger()],
		credentialTypes: [
			new ClaritalkApi(),
			new ClaritalkOAuth2Api(),
			new ClaritalkServiceAccountOAuth2Api(),
		],
		credentials: { claritalkApi: patOf(api) },
	});
}

/** What a test works with. */
interface World {
	sandbox: Sandbox;
	n8n: Harness;
	/** Every wait that was asked for, in milliseconds; see {@link instantly}. */
	waits: number[];
}

/**
 * Gives every test around it a world of its own: a sandbox at a new address, so that what one test learned of the rate
 * limit is not the next one's, nodes that are logged in to it, and a clock that passes at once.
 *
 * @param take keeps the world for the test; called before each
 */
export function useClaritalk(take: (world: World) => void, options?: SandboxOptions): void {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startSandbox(options);
		take({ sandbox, n8n: claritalkHarness(sandbox), waits: instantly() });
	});
	afterEach(async () => {
		jest.restoreAllMocks();
		await sandbox.close();
	});
}

/** Data of a personal access token credential for an API. */
export function patOf(api: Api, accessToken = api.token) {
	return { environment: 'custom', baseUrl: api.url, accessToken };
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
