import type { IWebhookResponseData } from 'n8n-workflow';

import { withClaim } from '../../../nodes/ClaritalkTrigger/claim';

/** What becomes of a claim by what work for it ends with. */
async function claimAfter(work: () => Promise<IWebhookResponseData>): Promise<string[]> {
	const calls: string[] = [];
	const claim = { started: () => calls.push('started'), release: () => calls.push('released') };
	await withClaim(claim, work).catch(() => calls.push('failed'));
	return calls;
}

it('keeps the claim of a run that is to begin, until n8n has created it', async () => {
	expect(await claimAfter(async () => ({ workflowData: [[{ json: {} }]] }))).toEqual([]);
});

it('gives the claim back where no run comes of it', async () => {
	expect(await claimAfter(async () => ({ noWebhookResponse: true }))).toEqual(['released']);
});

it('gives the claim back where the work fails', async () => {
	const fail = async () => await Promise.reject(new Error('no memory'));
	expect(await claimAfter(fail)).toEqual(['released', 'failed']);
});
