/** The nodes that are compared, each in n8n-core's real contexts and logged in to the same sandbox. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type {
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { N8N_HOME, ROOT } from '../e2e/paths';
import { Harness } from '../harness/harness';
import type { SandboxLogin } from './sandboxProcess';

/** Runs a node over items and gives what it put out. */
export type Run = (items: IDataObject[]) => Promise<INodeExecutionData[]>;

export const OWN = 'Claritalk';
export const HTTP_REQUEST = 'HTTP Request';
export const HTTP_BATCHING = 'HTTP Request, batching set by hand';
export const SEQUENTIAL = 'Plain sequential node';

const fromN8n = createRequire(join(N8N_HOME, 'package.json'));
const fromDist = createRequire(join(ROOT, 'dist', 'index.js'));

/** An export of the package as it is built, or of n8n's own nodes. */
function load<T>(require: NodeJS.Require, path: string, name: string): T {
	const Class = (require(path) as Record<string, new () => T>)[name];
	return new Class();
}

/** This package's node with a personal access token. */
export function claritalk({ url, token }: SandboxLogin, parameters: INodeParameters): Run {
	const harness = new Harness({
		packageName: 'n8n-nodes-claritalk',
		nodes: [load<INodeType>(fromDist, './nodes/Claritalk/Claritalk.node.js', 'Claritalk')],
		credentialTypes: [claritalkApi()],
		credentials: { claritalkApi: { environment: 'custom', baseUrl: url, accessToken: token } },
	});
	return async (items) => await firstOutput(harness, 'claritalk', parameters, items);
}

/** n8n's HTTP Request node, with the token in a Header Auth credential. */
export function httpRequest({ token }: SandboxLogin, parameters: INodeParameters): Run {
	const path = 'n8n-nodes-base/dist';
	const harness = new Harness({
		packageName: 'n8n-nodes-base',
		nodes: [
			load<INodeType>(fromN8n, `${path}/nodes/HttpRequest/HttpRequest.node.js`, 'HttpRequest'),
		],
		credentialTypes: [
			load<ICredentialType>(
				fromN8n,
				`${path}/credentials/HttpHeaderAuth.credentials.js`,
				'HttpHeaderAuth',
			),
		],
		credentials: { httpHeaderAuth: { name: 'Authorization', value: `Bearer ${token}` } },
	});
	const login = { authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' };
	return async (items) =>
		await firstOutput(harness, 'httpRequest', { ...login, ...parameters }, items);
}

/** A node that sends one request after another, written as most packages do it. */
export function sequential({ url, token }: SandboxLogin, node: INodeType): Run {
	const harness = new Harness({
		packageName: 'sequential',
		nodes: [node],
		credentialTypes: [claritalkApi()],
		credentials: { claritalkApi: { environment: 'custom', baseUrl: url, accessToken: token } },
	});
	return async (items) => await firstOutput(harness, 'sequential', { baseUrl: url }, items);
}

/** Gets the meeting of each item. */
export const meetingOneByOne = sequentialNode(async (context) => {
	const output: INodeExecutionData[] = [];
	for (let item = 0; item < context.getInputData().length; item++) {
		const meetingId = context.getNodeParameter('meetingId', item) as string;
		try {
			const answer = await ask(context, `/meetings/${meetingId}`);
			output.push({ json: answer.data as IDataObject, pairedItem: { item } });
		} catch (error) {
			if (!context.continueOnFail()) throw error;
			output.push({ json: { error: (error as Error).message }, pairedItem: { item } });
		}
	}
	return output;
});

/** Gets all meetings, a page after another. */
export const meetingsPageByPage = sequentialNode(async (context) => {
	const output: INodeExecutionData[] = [];
	for (let page = 1, last = 1; page <= last; page++) {
		const answer = await ask(context, '/meetings', { page, per_page: 100 });
		last = (answer.meta as { last_page: number }).last_page;
		output.push(...(answer.data as IDataObject[]).map((json) => ({ json })));
	}
	return output;
});

async function ask(context: IExecuteFunctions, path: string, qs: IDataObject = {}) {
	const options: IHttpRequestOptions = {
		url: `${context.getNodeParameter('baseUrl', 0) as string}/api${path}`,
		qs,
		json: true,
	};
	return (await context.helpers.httpRequestWithAuthentication.call(
		context,
		'claritalkApi',
		options,
	)) as IDataObject;
}

function sequentialNode(
	execute: (context: IExecuteFunctions) => Promise<INodeExecutionData[]>,
): INodeType {
	const text = (name: string, value: string) =>
		({ displayName: name, name, type: 'string', default: value }) as const;
	return {
		description: {
			displayName: 'Sequential',
			name: 'sequential',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Sequential' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'claritalkApi', required: true }],
			properties: [text('baseUrl', ''), text('meetingId', '={{ $json.id }}')],
		},
		async execute() {
			return [await execute(this)];
		},
	};
}

function claritalkApi(): ICredentialType {
	return load(fromDist, './credentials/ClaritalkApi.credentials.js', 'ClaritalkApi');
}

async function firstOutput(
	harness: Harness,
	node: string,
	parameters: INodeParameters,
	items: IDataObject[],
): Promise<INodeExecutionData[]> {
	const [output] = await harness.execute(node, { parameters, items, continueOnFail: true });
	return output;
}
