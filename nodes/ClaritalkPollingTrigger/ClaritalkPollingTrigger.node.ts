import type {
	IDataObject,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
	NodeApiError,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { Client, ONCE } from '../api/client';
import { clock } from '../api/clock';
import { Kept } from '../api/kept';
import { mayPass, toNodeError } from '../api/nodeErrors';
import { passes } from '../events/filters';
import { itemSettings, toItem } from '../events/item';
import { events, subtitle } from '../events/properties';
import { requireSettings, settingsOf } from '../events/settings';
import { authentication, credentialTypeOf, credentials } from '../shared/authentication';
import { inOneText } from '../shared/errorText';
import { listSearch } from '../shared/search';
import { simplify } from '../shared/simplify';
import { parseFlag } from '../shared/values';
import { Outage } from './outage';
import { newest, poll } from './poll';
import { options, type PollingOptions } from './properties';
import type { Failure } from './reading';
import { sourceOf } from './source';
import { type EventName, newMemory, type State, type Wanted } from './types';

/** How many triggers this process remembers something of. */
const MOST_TRIGGERS = 1_000;

/** Where a poll fails that fails as a whole. */
const WHOLE = 'all';

/** What this process remembers of its triggers, by workflow, node and the lists they ask; nothing of it has to last. */
const remembered = new Kept<{ memory: ReturnType<typeof newMemory>; outage: Outage }>(
	MOST_TRIGGERS,
);

/** The triggers whose poll is under way, by workflow and node: n8n starts the next one whatever the last one does. */
const underWay = new Set<string>();

export class ClaritalkPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Claritalk Polling Trigger',
		name: 'claritalkPollingTrigger',
		icon: { light: 'file:../../icons/claritalk.svg', dark: 'file:../../icons/claritalk.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description: 'For an n8n that Claritalk cannot reach',
		defaults: { name: 'Claritalk Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: [authentication, events, simplify, options],
	};

	methods = { listSearch };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		if (this.getMode() === 'manual') return [await testItems(this)];
		const trigger = `${this.getWorkflow().id}:${this.getNode().id}`;
		if (underWay.has(trigger)) return null;
		underWay.add(trigger);
		try {
			return await newItems(this, trigger);
		} finally {
			underWay.delete(trigger);
		}
	}
}

/** The items of what is new, or null; what failed is thrown only when it is to be told. */
async function newItems(
	context: IPollFunctions,
	trigger: string,
): Promise<INodeExecutionData[][] | null> {
	const staticData = context.getWorkflowStaticData('node');
	const stored = staticData.state as Partial<State> | undefined;
	const pace = stored ? ONCE : undefined;
	const client = await Client.create(context, credentialTypeOf(context), pace);
	const source = sourceOf(client);
	const lists = [source.idOf('meeting'), source.idOf('user')];
	const { memory, outage } = remembered.get([trigger, ...lists].join(' '), () => ({
		memory: newMemory(),
		outage: new Outage(),
	}));
	let failures: Failure[];
	try {
		const moment = { now: clock.now(), random: clock.random() };
		const outcome = await poll(source, wantedOf(context), stored, memory, moment);
		const items = await Promise.all(
			outcome.envelopes.map(async (envelope) => await itemOf(context, envelope)),
		);
		if (outcome.moved.length > 0) {
			context.logger.warn(
				`The node "${context.getNode().name}" asks another Claritalk account, or another address, than before: what is there now counts as seen. Publish the workflow again, so that n8n keeps that`,
			);
		}
		staticData.state = outcome.state as unknown as IDataObject;
		outage.note([WHOLE, ...outcome.reached], outcome.failures, clock.now());
		if (items.length > 0) return [items];
		failures = outcome.failures;
	} catch (error) {
		failures = [{ place: WHOLE, error, isFinal: !mayPass(error) }];
		outage.note([], failures, clock.now());
	}
	const told = outage.toTell(failures, clock.now());
	if (told) throw inOneText(context.getNode(), told.error as NodeApiError);
	return null;
}

/** For someone who listens for a test event: the newest that there is. */
async function testItems(context: IPollFunctions): Promise<INodeExecutionData[]> {
	const client = await Client.create(context, credentialTypeOf(context));
	const moment = { now: clock.now(), random: clock.random() };
	const envelope = await newest(sourceOf(client), wantedOf(context), moment);
	if (envelope) return [await itemOf(context, envelope)];
	throw toNodeError(context.getNode(), {
		message: 'Claritalk has nothing yet that these events and options let through',
		description:
			'Finish a meeting in Claritalk and wait until it is processed, or choose other events or options.',
	});
}

async function itemOf(
	context: IPollFunctions,
	envelope: Parameters<typeof toItem>[0],
): Promise<INodeExecutionData> {
	const settings = settingsOf<PollingOptions>(context);
	return await toItem(
		envelope,
		itemSettings(settings.simplify, settings),
		context.helpers.prepareBinaryData,
	);
}

function wantedOf(context: IPollFunctions): Wanted {
	const settings = requireSettings(settingsOf<PollingOptions>(context));
	return {
		events: settings.events as EventName[],
		fetchFullMeeting: parseFlag(settings.fetchFullMeeting ?? true, 'Fetch Full Meeting'),
		passes: (envelope) => passes(envelope, settings) ?? false,
		lacksReport: (envelope) =>
			!passes(envelope, settings) &&
			(passes(envelope, { ...settings, onlyWithReport: false }) ?? false),
	};
}
