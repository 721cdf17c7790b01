import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { OWNER, patOf } from '../../test/e2e/connect';
import { installN8n, isInstalled } from '../../test/e2e/install';
import { type N8n, startN8n } from '../../test/e2e/n8n';
import { pack } from '../../test/e2e/pack';
import { LOCAL } from '../../test/e2e/paths';
import { freePort } from '../../test/e2e/ports';
import { type Credential, Session } from '../../test/e2e/rest';
import { type Sandbox, startSandbox } from '../../test/sandbox';

/** An n8n with the package and a sandbox, for pictures. */
export interface Stage {
	n8n: N8n;
	session: Session;
	sandbox: Sandbox;
	credential: Credential;
	/** A credential for what is on a picture beside Claritalk. */
	other(type: string, data: Record<string, string | number>): Promise<Credential>;
	close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
	if (!isInstalled()) await installN8n();
	const tarball = await pack();
	const folder = join(LOCAL, 'n8n-pictures');
	const n8n = await startN8n({ port: await freePort(), folder, tarball });
	const sandbox = await startSandbox();
	const session = await Session.open(n8n.url, OWNER);
	const credential = await session.createCredential('Claritalk', 'claritalkApi', patOf(sandbox));
	return {
		n8n,
		session,
		sandbox,
		credential,
		other: async (type, data) =>
			await session.createCredential(`Account ${randomUUID().slice(0, 4)}`, type, data),
		close: async () => {
			await n8n.stop();
			await sandbox.close();
		},
	};
}
