import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { authentication, credentials } from '../shared/authentication';
import { errorText } from '../shared/errorText';
import { listSearch } from '../shared/search';
import { options } from './fields/options';
import { toItemError } from './itemErrors';
import { evidenceProperties, resourceProperties, subtitle } from './properties';
import { runItems } from './runItems';

export class Claritalk implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Claritalk',
		name: 'claritalk',
		icon: { light: 'file:../../icons/claritalk.svg', dark: 'file:../../icons/claritalk.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Get meeting summaries and to-dos, upload recordings, manage users',
		defaults: { name: 'Claritalk' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: [authentication, ...resourceProperties, options, ...evidenceProperties],
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const goOn = this.continueOnFail();
		const outcomes = await runItems(this, goOn);
		const output = outcomes.flatMap((outcome, item): INodeExecutionData[] => {
			if ('results' in outcome) return outcome.results;
			const itemError = toItemError(this.getNode(), outcome.error, item);
			if (!goOn) throw itemError;
			return [{ json: { error: errorText(itemError) }, pairedItem: { item } }];
		});
		return [output];
	}
}
