import { join } from 'node:path';

import { type Sandbox, startSandbox } from '../../sandbox';
import { OWNER, patOf } from '../connect';
import { type N8n, resumeN8n, startN8n } from '../n8n';
import { LOCAL } from '../paths';
import { freePort } from '../ports';
import { type Credential, Session } from '../rest';
import { BUSY_N8N } from './busy';
import { startPostgres, startRedis } from './services';

/** A worker, which expressions know by this name as `$env.WORKER`. */
export interface Worker {
	name: string;
	/** Its process, while it runs. */
	pid(): number | undefined;
	start(): Promise<void>;
	stop(): Promise<void>;
	/** Ends it as a crash does, in the middle of what it runs. */
	kill(): Promise<void>;
}

/** n8n in queue mode: one main process, two workers, two processes that receive webhooks, and a sandbox. */
export interface Cluster {
	/** Where all of them keep everything. */
	folder: string;
	main: N8n;
	receivers: [N8n, N8n];
	workers: [Worker, Worker];
	session: Session;
	sandbox: Sandbox;
	credential: Credential;
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
		const [mainPort, ...ports] = await freePorts(5);
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
			// That a worker is gone is noticed within seconds; n8n's own settings take up to a minute and a half.
			QUEUE_WORKER_LOCK_DURATION: '15000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
			QUEUE_WORKER_STALLED_INTERVAL: '5000',
			N8N_WEBHOOK_URL: `http://127.0.0.1:${ports[0]}`,
			// So that a workflow can tell which worker runs it.
			N8N_BLOCK_ENV_ACCESS_IN_NODE: 'false',
		};
		const tarball = process.env.E2E_TARBALL as string;
		// Alone at first: it makes the tables.
		const main = await startN8n({ port: mainPort, folder, tarball, env });
		opened.push(main);
		const [receivers, workers] = await Promise.all([
			both(async (index) => await resumeN8n({ port: ports[index], folder, env, role: 'webhook' })),
			both(async (index) => await startWorker(`worker ${index}`, ports[2 + index], folder, env)),
		]);
		opened.push(...workers, ...receivers);

		const session = await Session.open(main.url, OWNER);
		const sandbox = await startSandbox();
		opened.push({ stop: async () => await sandbox.close() });
		const credential = await session.createCredential('Claritalk', 'claritalkApi', patOf(sandbox));
		return {
			folder,
			main,
			receivers,
			workers,
			session,
			sandbox,
			credential,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

async function startWorker(
	name: string,
	port: number,
	folder: string,
	env: NodeJS.ProcessEnv,
): Promise<Worker> {
	const start = async () =>
		await resumeN8n({
			port,
			folder,
			role: 'worker',
			env: {
				...env,
				WORKER: name,
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(port),
			},
		});
	let current = await start();
	return {
		name,
		pid: () => current.pid,
		start: async () => void (current = await start()),
		stop: async () => await current.stop(),
		kill: async () => await current.kill(),
	};
}

async function both<T>(make: (index: number) => Promise<T>): Promise<[T, T]> {
	return await Promise.all([make(0), make(1)]);
}

/** Ports that nobody listens on, each another one. */
async function freePorts(count: number): Promise<number[]> {
	const ports = new Set<number>();
	while (ports.size < count) ports.add(await freePort());
	return [...ports];
}
