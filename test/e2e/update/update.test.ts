/** Everything that a user has from an earlier version, after the update to this one. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Sandbox, startSandbox } from '../../sandbox';
import { OWNER } from '../connect';
import { renewDeliveries } from '../hardening/database';
import { untilGiven } from '../hardening/polling';
import { countRuns } from '../hardening/runs';
import { installPackage, type N8n, resumeN8n } from '../n8n';
import { LOCAL } from '../paths';
import { outputOf, Session } from '../rest';
import {
	N8N_PORT,
	readRecorded,
	type Recorded,
	recordedVersions,
	SANDBOX_PORT,
	unpackDatabase,
} from './fixture';
import { breaksIn, POLLING, shapesOf, START, TRIGGER } from './saved';

let n8n: N8n;
let session: Session;
let sandbox: Sandbox;

/**
 * Starts an n8n with what a version left in it, and another one of the package.
 *
 * @param spoil changes the installed files
 */
async function update(
	version: string,
	recorded: Recorded,
	spoil: (folder: string) => void = () => undefined,
): Promise<void> {
	const folder = join(LOCAL, 'n8n-update');
	rmSync(folder, { recursive: true, force: true });
	unpackDatabase(version, folder);
	await renewDeliveries(folder);
	await installPackage(folder, process.env.E2E_TARBALL as string);
	spoil(join(folder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-claritalk', 'dist'));
	sandbox = await startSandbox({ port: SANDBOX_PORT });
	sandbox.store.meetings.splice(0, Infinity, ...structuredClone(recorded.meetings));
	sandbox.oauth.acceptRefreshToken(recorded.refreshToken);
	n8n = await resumeN8n({ port: N8N_PORT, folder });
	session = await Session.open(n8n.url, OWNER);
}

async function close(): Promise<void> {
	await n8n?.stop();
	await sandbox?.close();
}

async function breaksAfter({ workflows, shapes }: Recorded): Promise<string[]> {
	return breaksIn(shapes, shapesOf(await session.run(workflows.operations, START)));
}

describe.each(recordedVersions())('an update from %s', (version) => {
	const recorded = readRecorded(version);
	const { workflows, credentials } = recorded;

	beforeAll(async () => await update(version, recorded));
	afterAll(close);

	it('leaves every workflow as it was saved, with its triggers published', async () => {
		for (const saved of Object.values(workflows)) {
			const { data } = (await (await session.get(`/rest/workflows/${saved.id}`)).json()) as {
				data: typeof saved & { active: boolean };
			};
			expect(data.nodes).toEqual(saved.nodes);
			expect(data.active).toBe(saved !== workflows.operations);
		}
	});

	it('lets every operation give what it gave, with each kind of credential', async () => {
		expect(await breaksAfter(recorded)).toEqual([]);
	});

	it.each(['token', 'serviceAccount'] as const)('lets the %s pass its test', async (kind) => {
		const { id } = credentials[kind];
		const stored = await session.get(`/rest/credentials/${id}?includeData=true`);
		const { data } = (await stored.json()) as { data: { data: object } };
		expect(await session.testCredential(credentials[kind], data.data as never)).toMatchObject({
			status: 'OK',
		});
	});

	it.each(['automatic', 'manual'] as const)(
		'keeps the address of the trigger that is registered %s, and what it has delivered',
		async (registration) => {
			const workflow = workflows[registration];
			const url = registration === 'automatic' ? recorded.registered : recorded.manual;
			const before = await session.countExecutions(workflow);
			const { envelope, meeting } = await newEnvelope();
			for (const sent of [recorded.delivered, envelope, envelope]) {
				expect((await sandbox.deliver(sent, { url })).status).toBe(200);
			}
			expect(await countRuns(session, workflow, before + 1)).toBe(before + 1);
			const [{ id }] = await session.executions(workflow);
			const [{ name }] = workflow.nodes;
			const [item] = outputOf(await session.execution(id), name);
			expect(JSON.stringify(item.json)).toContain(meeting.meetingId);
			expect(item.binary?.report?.mimeType).toBe('application/pdf');
			if (name === TRIGGER) expect(Object.keys(item.json)).toContain('markdown');
		},
	);

	it('goes on asking from where it was', async () => {
		const { meeting } = await newEnvelope();
		const given = await untilGiven(session, workflows.asking, [meeting.meetingId]);
		// Those of before are in the executions of before, once.
		expect(new Set(given).size).toBe(given.length);
		expect(given).toContain(recorded.meetings.at(-1)?.meetingId);
		expect(workflows.asking.nodes[0].name).toBe(POLLING);
	});
});

/** A meeting that nobody has seen, and what is sent about it. */
async function newEnvelope() {
	const { store } = sandbox;
	const fields = { meetingId: randomUUID(), title: 'After the update' };
	const meeting = store.process(store.createMeeting(fields));
	return { meeting, envelope: await sandbox.envelopeAbout('meeting.processed', { meeting }) };
}

describe('an update that breaks something on purpose', () => {
	const [version] = recordedVersions();
	const recorded = readRecorded(version);

	/** What was renamed: an operation, a parameter, a field of a credential, a field of the output. */
	const RENAMED = [
		['value: "getTodos"', 'value: "listTodos"'],
		['name: "uploadTo"', 'name: "uploadInto"'],
		['name: "clientSecret"', 'name: "secret"'],
	];

	beforeAll(async () => {
		await update(version, recorded, (dist) => {
			for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
				if (!path.endsWith('.js')) continue;
				const file = join(dist, path);
				const text = RENAMED.reduce(
					(code, [was, is]) => code.replaceAll(was, is),
					readFileSync(file, 'utf8'),
				);
				writeFileSync(file, text);
			}
		});
	});
	afterAll(close);

	it('is seen', async () => {
		const broken = (await breaksAfter(recorded)).map((line) => line.split(':')[0]);
		expect(broken).toEqual(
			expect.arrayContaining(['meeting.getTodos', 'recording.upload', 'by service account']),
		);
		expect(broken).not.toContain('meeting.get');
	});
});
