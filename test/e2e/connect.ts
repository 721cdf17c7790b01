import { randomUUID } from 'node:crypto';

import type { IConnections, IDataObject, INode } from 'n8n-workflow';

import { type Sandbox, startSandbox } from '../sandbox';
import { freePort } from './ports';
import { type Credential, type Owner, Session } from './rest';

/** The owner of the n8n that the tests share. */
export const OWNER: Owner = { email: 'owner@example.com', password: 'Passw0rd1' };

/** What a test file works with: n8n, and a sandbox of its own. */
export interface Connection {
	url: string;
	session: Session;
	sandbox: Sandbox;
	credential: Credential;
}

export async function connect(): Promise<Connection> {
	const url = process.env.E2E_N8N_URL as string;
	const session = await Session.open(url, OWNER);
	const sandbox = await startSandbox({ port: await freePort() });
	const credential = await session.createCredential('Claritalk', 'claritalkApi', patOf(sandbox));
	return { url, session, sandbox, credential };
}

/** Data of a personal access token credential for the sandbox. */
export function patOf({ url, token }: { url: string; token: string }) {
	return { environment: 'custom', baseUrl: url, accessToken: token };
}

/** A node as a workflow holds it. */
export function node(
	name: string,
	type: string,
	parameters: IDataObject = {},
	credential?: Credential,
): INode {
	return {
		id: randomUUID(),
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		...(credential && {
			credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		}),
	};
}

/** n8n's own Webhook node, which takes `POST` at `/webhook/<path>`. */
export function webhookNode(name: string, path: string, parameters: IDataObject = {}): INode {
	const all = { path, httpMethod: 'POST', ...parameters };
	return { ...node(name, 'n8n-nodes-base.webhook', all), webhookId: path, typeVersion: 2 };
}

/** Connections that run the named nodes one after another. */
export function chain(...names: string[]): IConnections {
	const next = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	return Object.fromEntries(names.slice(0, -1).map((name, i) => [name, next(names[i + 1])]));
}
