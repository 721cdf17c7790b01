import { join } from 'node:path';

import { type Sandbox, startSandbox } from '../../sandbox';
import { OWNER, patOf } from '../connect';
import { type N8n, resumeN8n, startN8n } from '../n8n';
import { LOCAL } from '../paths';
import { freePort } from '../ports';
import { type Credential, Session } from '../rest';
import { BUSY_N8N } from './busy';
import { startPostgres, startRedis } from './services';

/** n8n in queue mode: one main process, one worker, two processes that receive webhooks, and a sandbox. */
export interface Cluster {
	/** Where all of them keep everything. */
	folder: string;
	main: N8n;
	receivers: [N8n, N8n];
	session: Session;
	sandbox: Sandbox;
	credential: Credential;
	/** The process of the worker that runs now. */
	workerPid(): number | undefined;
	/** What is to run waits until the worker is started again. */
	stopWorker(): Promise<void>;
	startWorker(): Promise<void>;
	/** Ends it as a crash does, in the middle of what it runs. */
	killWorker(): Promise<void>;
	close(): Promise<void>;
}

export async function openCluster(): Promise<Cluster> {
	const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
	const opened: Array<{ stop(): Promise<void> }> = [redis, postgres];
	const close = async () => {
		for (const one of opened.reverse()) await one.stop();
	};
	try {
		const folder = join(LOCAL, 'n8n-queue');
		const [mainPort, workerPort, ...ports] = await freePorts(4);
		const env = {
			...BUSY_N8N,
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: 'postgres',
			N8N_WEBHOOK_URL: `http://127.0.0.1:${ports[0]}`,
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(workerPort),
		};
		const tarball = process.env.E2E_TARBALL as string;
		// Alone at first: it makes the tables.
		const main = await startN8n({ port: mainPort, folder, tarball, env });
		opened.push(main);
		const startWorker = async () =>
			await resumeN8n({ port: workerPort, folder, env, role: 'worker' });
		const [worker, ...receivers] = await Promise.all([
			startWorker(),
			resumeN8n({ port: ports[0], folder, env, role: 'webhook' }),
			resumeN8n({ port: ports[1], folder, env, role: 'webhook' }),
		]);
		let current = worker;
		opened.push({ stop: async () => await current.stop() }, ...receivers);

		const session = await Session.open(main.url, OWNER);
		const sandbox = await startSandbox();
		opened.push({ stop: async () => await sandbox.close() });
		const credential = await session.createCredential('Claritalk', 'claritalkApi', patOf(sandbox));
		return {
			folder,
			main,
			receivers: receivers as [N8n, N8n],
			session,
			sandbox,
			credential,
			workerPid: () => current.pid,
			stopWorker: async () => await current.stop(),
			startWorker: async () => void (current = await startWorker()),
			killWorker: async () => await current.kill(),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/** Ports that nobody listens on, each another one. */
async function freePorts(count: number): Promise<number[]> {
	const ports = new Set<number>();
	while (ports.size < count) ports.add(await freePort());
	return [...ports];
}
