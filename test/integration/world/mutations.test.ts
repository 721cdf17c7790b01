/** Deliveries and answers with anything in them, through the whole of the trigger. */
import * as fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { byId } from '../../harness/claritalk';
import { mutatedDeliveries, value } from '../../harness/envelopes';
import { logged } from '../../harness/logged';
import { useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const EVENTS = ['meeting.processed', 'meeting.status.changed', 'users.created'];
const markdown = true;
const onlyWithReport = true;
const verifyWithApi = true;

/** All options, those that nothing comes through apart from those that make an item. */
const SETTINGS: object[] = [
	{ options: { markdown, verifyWithApi } },
	{ simplify: false, options: { markdown, verifyWithApi, report: 'drop' } },
	{ options: { markdown, report: 'base64', fields: ['title', 'files'], teamId: byId('t-1') } },
	{ options: { userId: byId('u-1'), dossierId: byId('d-1'), locale: 'nl', onlyWithReport } },
	{
		options: {
			statuses: { status: [{ status: byId('Recording') }] },
			titleContains: 'x',
			onlyWithReport,
			verifyWithApi,
		},
	},
];

it.each(SETTINGS)(
	'none of 200 deliveries with anything in them is answered by other than 200: %j',
	async (settings) => {
		logged();
		let answer: unknown = {};
		api.mostRequests = Infinity;
		api.answer(() => ({ json: answer }));
		const trigger = api.n8n.trigger('claritalkTrigger', {
			parameters: { ...settings, events: EVENTS } as INodeParameters,
		});
		await trigger.activate();
		const { webhook_url: address } = api.requests[0].body as { webhook_url: string };
		const query = Object.fromEntries(new URL(address).searchParams);
		await fc.assert(
			fc.asyncProperty(mutatedDeliveries(EVENTS), value, async ({ text }, json) => {
				answer = json;
				const headers = { 'content-type': 'text/plain' };
				const { status } = await trigger.deliver({ body: text, query, headers });
				expect(status).toBe(200);
			}),
			{ numRuns: 200 },
		);
	},
	120_000,
);
