import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { Client } from '../api/client';
import { authentication, credentialTypeOf } from '../shared/authentication';
import { errorText, toItemError } from './itemErrors';
import { resourceProperties } from './properties';
import { runOperation } from './runOperation';
import { listSearch } from './search';

export class Claritalk implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Claritalk',
		name: 'claritalk',
		icon: { light: 'file:../../icons/claritalk.svg', dark: 'file:../../icons/claritalk.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with the meetings, users and teams of Claritalk',
		defaults: { name: 'Claritalk' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'claritalkApi',
				required: true,
				displayOptions: { show: { authentication: ['personalAccessToken'] } },
			},
			{
				name: 'claritalkOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'claritalkServiceAccountOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['serviceAccount'] } },
			},
		],
		properties: [authentication, ...resourceProperties],
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const output: INodeExecutionData[] = [];
		let client: Promise<Client> | undefined;

		for (const item of this.getInputData().keys()) {
			try {
				client ??= Client.create(this, credentialTypeOf(this));
				const results = await runOperation(this, await client, item);
				output.push(...results.map((json) => ({ json, pairedItem: { item } })));
			} catch (error) {
				const itemError = toItemError(this.getNode(), error, item);
				if (!this.continueOnFail()) throw itemError;
				output.push({ json: { error: errorText(itemError) }, pairedItem: { item } });
			}
		}
		return [output];
	}
}
