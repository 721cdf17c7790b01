/** Keeps what this version leaves in an n8n, for the versions after it to be tried on: `npm run test:e2e:update:record`. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { version } from '../../../package.json';
import { startSandbox } from '../../sandbox';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../../sandbox/oauth';
import { OWNER, patOf } from '../connect';
import { untilGiven } from '../hardening/polling';
import { countRuns } from '../hardening/runs';
import { installN8n, isInstalled } from '../install';
import { startN8n } from '../n8n';
import { pack } from '../pack';
import { LOCAL } from '../paths';
import { outputOf, Session } from '../rest';
import { keep, N8N_PORT, type Recorded, SANDBOX_PORT } from './fixture';
import * as saved from './saved';

void record();

async function record(): Promise<void> {
	if (!isInstalled()) await installN8n();
	const folder = join(LOCAL, 'n8n-update-record');
	const tarball = await pack();
	const n8n = await startN8n({ port: N8N_PORT, folder, tarball });
	const sandbox = await startSandbox({ port: SANDBOX_PORT });
	try {
		const session = await Session.open(n8n.url, OWNER);
		const { environment, baseUrl, accessToken } = patOf(sandbox);
		const at = { environment, baseUrl };
		const login = { ...at, ...OAUTH_CLIENT };
		const account = { ...at, ...SERVICE_ACCOUNT };
		const credentials = {
			token: await session.createCredential('Token', 'claritalkApi', { ...at, accessToken }),
			login: await session.createCredential('Login', 'claritalkOAuth2Api', login),
			serviceAccount: await session.createCredential(
				'Service account',
				'claritalkServiceAccountOAuth2Api',
				account,
			),
		};
		await session.connectByOAuth2(credentials.login);

		const { operationsWorkflow, triggerWorkflow, shapesOf, START } = saved;
		const operations = await session.createWorkflow(operationsWorkflow(credentials));
		const execution = await session.run(operations, START);
		const shapes = shapesOf(execution);
		const failed = Object.keys(shapes).filter((name) => 'error' in shapes[name].types);
		if (failed.length > 0) {
			const [item] = outputOf(execution, failed[0]);
			throw new Error(`${failed.join(', ')} failed: ${String(item.json.error)}`);
		}

		const { token } = credentials;
		const trigger = async (
			...[name, type, parameters, credential]: Parameters<typeof triggerWorkflow>
		) => {
			const draft = triggerWorkflow(name, type, parameters, credential);
			const workflow = await session.createWorkflow(draft);
			await session.activate(workflow);
			return workflow;
		};
		const automatic = await trigger(saved.TRIGGER, 'claritalkTrigger', saved.AUTOMATIC, token);
		const manual = await trigger('By hand', 'claritalkTrigger', saved.MANUAL, token);
		const asking = await trigger(saved.POLLING, 'claritalkPollingTrigger', saved.ASKING, token);

		const { meeting, envelope } = await sandbox.processMeeting();
		await untilGiven(session, asking, [meeting.meetingId]);
		const manualUrl = `${n8n.url}/webhook/${manual.nodes[0].webhookId}/webhook?token=${saved.WEBHOOK_TOKEN}`;
		await sandbox.deliver(envelope, { url: manualUrl });
		for (const workflow of [automatic, manual]) await countRuns(session, workflow, 1);

		const [refreshToken] = sandbox.oauth.refreshTokensInUse;
		await n8n.stop();
		const recorded: Recorded = {
			recorded: new Date().toISOString().slice(0, 10),
			credentials,
			refreshToken,
			workflows: { operations, automatic, manual, asking },
			shapes,
			registered: sandbox.webhookUrl as string,
			manual: manualUrl,
			delivered: envelope,
			meetings: sandbox.store.meetings,
		};
		keep(version, recorded, folder);
	} finally {
		await n8n.stop();
		await sandbox.close();
	}
	rmSync(folder, { recursive: true, force: true });
}
