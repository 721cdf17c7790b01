import { parse } from 'flatted';
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	INode,
	INodeExecutionData,
	IPinData,
	IRunExecutionData,
} from 'n8n-workflow';

import { poll } from './poll';

export interface Owner {
	email: string;
	password: string;
}

export interface Credential {
	id: string;
	name: string;
	type: string;
}

export interface WorkflowDraft {
	name: string;
	nodes: INode[];
	connections: IConnections;
	/** What nodes are to put out in a run by hand, in place of running. */
	pinData?: IPinData;
}

export interface Workflow extends WorkflowDraft {
	id: string;
	versionId: string;
}

export interface ExecutionSummary {
	id: string;
	status: string;
	mode: string;
}

export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

interface StoredExecution extends ExecutionSummary {
	data: string;
}

interface Publication {
	status: 'in_progress' | 'published' | 'failed' | 'not_published';
	triggers?: Array<{ nodeId: string; status: string; errorMessage?: string }>;
}

/** What older versions hold of an execution until it has ended, and for a moment after that. */
const NO_DATA = '[]';

const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];
/** The states of an execution that has ended. */
export const FINAL = ['success', 'error', 'crashed', 'canceled'];

/** A logged-in session with the REST API that n8n's editor uses. */
export class Session {
	private cookie = '';

	private constructor(private readonly url: string) {}

	/** Makes the owner of a new n8n and logs in, or only logs in where there is that owner. */
	static async open(url: string, owner: Owner): Promise<Session> {
		const session = new Session(url);
		const { userManagement } = await session.call<{
			userManagement: { showSetupOnFirstLoad: boolean };
		}>('GET', '/rest/settings');
		if (userManagement.showSetupOnFirstLoad) {
			const name = { firstName: 'Local', lastName: 'Owner' };
			await session.call('POST', '/rest/owner/setup', { ...owner, ...name });
		}
		await session.call('POST', '/rest/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
		return session;
	}

	async createCredential(
		name: string,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<Credential> {
		return await this.call('POST', '/rest/credentials', { name, type, data });
	}

	/** Gives a credential other data, as the editor does when one is edited. */
	async updateCredential(
		{ id, name, type }: Credential,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.call('PATCH', `/rest/credentials/${id}`, { name, type, data });
	}

	/** Runs the credential's own test, as the editor does when one is saved. */
	async testCredential(
		credential: Credential,
		data: ICredentialDataDecryptedObject,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const { id, name, type } = credential;
		return await this.call('POST', '/rest/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** Logs a credential in by OAuth2, as a person does with "Connect" and "Allow" on the consent page. */
	async connectByOAuth2({ id }: Credential): Promise<void> {
		const page = await this.call<string>('GET', `/rest/oauth2-credential/auth?id=${id}`);
		const allowed = await fetch(page, {
			method: 'POST',
			body: new URLSearchParams(),
			redirect: 'manual',
		});
		const { pathname, search } = new URL(allowed.headers.get('location') as string);
		await this.fetch('GET', pathname + search);
	}

	async createWorkflow(draft: WorkflowDraft): Promise<Workflow> {
		const { name, nodes, connections, pinData } = draft;
		const settings = { executionOrder: 'v1' };
		return await this.call('POST', '/rest/workflows', {
			name,
			nodes,
			connections,
			pinData,
			settings,
			// The default, which n8n 1 does not know.
			active: false,
		});
	}

	/** Saves a workflow's nodes as a new version, which is not published yet. */
	async saveWorkflow(workflow: Workflow): Promise<Workflow> {
		const { id, name, nodes, connections, versionId } = workflow;
		const settings = { executionOrder: 'v1' };
		return await this.call('PATCH', `/rest/workflows/${id}`, {
			name,
			nodes,
			connections,
			settings,
			versionId,
		});
	}

	/** Activates a workflow and waits until its triggers listen, which n8n sees to afterwards. */
	async activate({ id, versionId }: Workflow): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.publication(id, ['published', 'failed']);
		if (status === 'failed') {
			const messages = triggers?.map(({ errorMessage }) => errorMessage).join('; ');
			throw new Error(`The workflow could not be published: ${messages}`);
		}
	}

	/** Deactivates a workflow and waits until its triggers have stopped listening. */
	async deactivate({ id }: Pick<Workflow, 'id'>): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/deactivate`, {});
		await this.publication(id, ['not_published']);
	}

	/** Runs a workflow by hand from the named trigger. */
	async run(workflow: Workflow, trigger: string): Promise<Execution> {
		const { executionId } = await this.startFrom<{ executionId: string }>(workflow, trigger);
		return await this.execution(executionId);
	}

	/** Listens for one test event, as the editor's button does. */
	async listenForTest(workflow: Workflow, trigger: string): Promise<void> {
		await this.startFrom(workflow, trigger);
	}

	async stopListening({ id }: Workflow): Promise<void> {
		await this.call('DELETE', `/rest/test-webhook/${id}`);
	}

	/** The executions of a workflow, newest first, of those that ended the last 100. */
	async executions({ id }: Pick<Workflow, 'id'>): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const { results } = await this.call<{ results: ExecutionSummary[] }>(
			'GET',
			`/rest/executions?limit=100&filter=${filter}`,
		);
		// n8n asks its database for those that run and those that ended: one that ends meanwhile is among both.
		return [...new Map(results.map((one) => [one.id, one])).values()];
	}

	/** The executions of a workflow once there are so many, each ended, newest first. */
	async endedExecutions(workflow: Workflow, count: number): Promise<Execution[]> {
		const started = await poll(
			`${count} executions`,
			async () => await this.executions(workflow),
			({ length }) => length >= count,
		);
		return await Promise.all(started.map(async ({ id }) => await this.execution(id)));
	}

	/** How many executions of a workflow have one of these states; of all of them if left out. */
	async countExecutions({ id }: Workflow, status = [...UNFINISHED, ...FINAL]): Promise<number> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id, status }));
		const { count } = await this.call<{ count: number }>(
			'GET',
			`/rest/executions?limit=1&filter=${filter}`,
		);
		return count;
	}

	/** An execution once it has ended. */
	async execution(id: string): Promise<Execution> {
		const ended = await poll(
			`execution ${id} to end`,
			async () =>
				await this.call<StoredExecution>('GET', `/rest/executions/${id}`).catch(noDataYet(id)),
			({ status, data }) => FINAL.includes(status) && data !== NO_DATA,
		);
		return { ...ended, data: parse(ended.data) as IRunExecutionData };
	}

	/** Retries an execution with what it was started with; gives the new one once it ended. */
	async retry(id: string): Promise<Execution> {
		const path = `/rest/executions/${id}/retry`;
		const again = await this.call<{ id: string }>('POST', path, { loadWorkflow: false });
		return await this.execution(again.id);
	}

	/** The bytes of an item's binary property. */
	async binary(item: INodeExecutionData, property: string): Promise<Buffer> {
		const binary = item.binary?.[property];
		if (!binary) throw new Error(`The item has no binary property "${property}"`);
		if (!binary.id) return Buffer.from(binary.data, 'base64');
		const query = new URLSearchParams({ id: binary.id, action: 'download' });
		const response = await this.fetch('GET', `/rest/binary-data?${query.toString()}`);
		return Buffer.from(await response.arrayBuffer());
	}

	/** Gets something that n8n serves to the editor as it is. */
	async get(path: string): Promise<Response> {
		return await this.fetch('GET', path);
	}

	private async publication(
		workflowId: string,
		wanted: Array<Publication['status']>,
	): Promise<Publication> {
		return await poll(
			`the workflow to be ${wanted.join(' or ')}`,
			async () =>
				await this.call<Publication>(
					'GET',
					`/rest/workflows/${workflowId}/publication-status`,
				).catch((error: RestError) => {
					if (error.status !== 404) throw error;
					// Older n8n has no such status: it (de)activated the workflow before it answered.
					return { status: wanted[0] };
				}),
			({ status }) => wanted.includes(status),
		);
	}

	private async startFrom<T>(workflow: Workflow, trigger: string): Promise<T> {
		return await this.call('POST', `/rest/workflows/${workflow.id}/run`, {
			// Up to 2.4, n8n runs what it is sent and not what it holds.
			workflowData: workflow,
			triggerToStartFrom: { name: trigger },
		});
	}

	private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.fetch(method, path, body);
		const text = await response.text();
		return text === '' ? (undefined as T) : (JSON.parse(text) as { data: T }).data;
	}

	private async fetch(method: string, path: string, body?: unknown): Promise<Response> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'content-type': 'application/json',
				cookie: this.cookie,
				// On a busy machine n8n may close an idle connection in the moment in which it is used again.
				connection: 'close',
				// Test webhooks belong to the editor tab that asked for them.
				'push-ref': 'e2e',
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const cookies = response.headers.getSetCookie();
		if (cookies.length > 0) this.cookie = cookies.map((one) => one.split(';')[0]).join('; ');
		if (!response.ok) {
			throw new RestError(method, path, response.status, await reason(response));
		}
		return response;
	}
}

/** An answer of n8n's that is no success. */
class RestError extends Error {
	constructor(
		method: string,
		path: string,
		readonly status: number,
		text: string,
	) {
		super(`${method} ${path} answered ${status}: ${text}`);
	}
}

/** 2.20 cannot show an execution that has no data yet. */
function noDataYet(id: string): (error: RestError) => StoredExecution {
	return (error) => {
		if (error.status !== 500) throw error;
		return { id, status: 'running', mode: '', data: NO_DATA };
	};
}

/** What n8n says about an error, without the stack trace that comes along. */
async function reason(response: Response): Promise<string> {
	const text = await response.text();
	try {
		return String((JSON.parse(text) as { message?: unknown }).message);
	} catch {
		return text.slice(0, 200);
	}
}

/** The items that a node put out on its first output, in the last run of it. */
export function outputOf({ data }: Execution, node: string): INodeExecutionData[] {
	return data.resultData.runData[node]?.at(-1)?.data?.main[0] ?? [];
}
