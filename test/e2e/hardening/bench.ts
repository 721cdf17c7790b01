import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { type Sandbox, startSandbox } from '../../sandbox';
import { node, OWNER, patOf } from '../connect';
import { type N8n, resumeN8n, startN8n } from '../n8n';
import { LOCAL } from '../paths';
import { freePort } from '../ports';
import { type Credential, Session, type Workflow } from '../rest';

/** The name of the trigger node in the workflows of these tests. */
export const TRIGGER = 'Claritalk Trigger';

/** An n8n that a test may stop, crash and start again, with a sandbox and a credential for it. */
export interface Bench {
	/** Where n8n keeps everything. */
	folder: string;
	n8n: N8n;
	session: Session;
	sandbox: Sandbox;
	credential: Credential;
	/** Starts n8n again, after stopping it if it still runs; on the port it had if none is given. */
	restart(more?: { port?: number; env?: NodeJS.ProcessEnv }): Promise<void>;
	close(): Promise<void>;
}

/**
 * @param name of the folder that n8n's log is left in
 * @param env settings that this n8n keeps when it is started again
 * @param home where n8n is installed; the one that most tests run in, if left out
 */
export async function openBench(
	name: string,
	env: NodeJS.ProcessEnv = {},
	home?: string,
): Promise<Bench> {
	const folder = join(LOCAL, `n8n-${name}`);
	const tarball = process.env.E2E_TARBALL as string;
	const first = await freePort();
	const n8n = await startN8n({ port: first, folder, home, tarball, env });
	const session = await Session.open(n8n.url, OWNER);
	const sandbox = await startSandbox();
	const credential = await session.createCredential('Claritalk', 'claritalkApi', patOf(sandbox));
	const bench: Bench = {
		folder,
		n8n,
		session,
		sandbox,
		credential,
		restart: async ({ port = Number(new URL(bench.n8n.url).port), env: more } = {}) => {
			await bench.n8n.stop();
			bench.n8n = await resumeN8n({ port, folder, home, env: { ...env, ...more } });
			bench.session = await Session.open(bench.n8n.url, OWNER);
		},
		close: async () => {
			await bench.n8n.stop();
			await sandbox.close();
			// The log stays; all the reports need not.
			rmSync(join(folder, '.n8n'), { recursive: true, force: true });
		},
	};
	return bench;
}

/** A workflow of nothing but a trigger, not published yet. */
export async function createTriggerWorkflow(
	session: Session,
	credential: Credential,
	parameters: IDataObject = {},
): Promise<Workflow> {
	const trigger = node(TRIGGER, 'n8n-nodes-claritalk.claritalkTrigger', parameters, credential);
	return await session.createWorkflow({
		name: 'Trigger',
		nodes: [{ ...trigger, webhookId: randomUUID() }],
		connections: {},
	});
}

/** The address that Claritalk is to send to, without the secret. */
export function productionUrl({ url }: { url: string }, { nodes }: Workflow): string {
	return `${url}/webhook/${nodes[0].webhookId}/webhook`;
}
