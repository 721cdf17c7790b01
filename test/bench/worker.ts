/** A process that gets a share of the meetings, as a worker of n8n does; see {@link getMeetingInWorkers}. */
import '../harness/env';

import { rmSync } from 'node:fs';

import type { IDataObject } from 'n8n-workflow';

import { getMeeting } from './meetings';
import type { SandboxLogin } from './sandboxProcess';

const run = getMeeting(JSON.parse(process.argv[2]) as SandboxLogin);

process.once('message', (items: IDataObject[]) => {
	void run(items).then((output) => process.send?.(output, () => process.disconnect()));
});
process.once('exit', () =>
	rmSync(process.env.N8N_USER_FOLDER as string, { recursive: true, force: true }),
);
process.send?.('ready');
