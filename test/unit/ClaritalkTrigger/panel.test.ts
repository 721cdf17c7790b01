import type { INode, INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { ClaritalkTrigger } from '../../../nodes/ClaritalkTrigger/ClaritalkTrigger.node';

const { description } = new ClaritalkTrigger();

/** The notices that the panel shows with these parameters. */
function notices(parameters: INodeParameters): string[] {
	const node = { typeVersion: 1 } as INode;
	return description.properties
		.filter(({ type }) => type === 'notice')
		.filter((one) => NodeHelpers.displayParameter(parameters, one, node, description))
		.map(({ displayName }) => displayName);
}

it('shows one notice, which says who gets the events', () => {
	expect(notices({ registration: 'automatic' })).toEqual([
		"Only one workflow can receive Claritalk's events: the one published last. To start others, call them from this one.",
	]);
});

it('shows the three steps of a registration by hand in its place, each in a line', () => {
	expect(notices({ registration: 'manual' })).toEqual([
		expect.stringMatching(
			/^<ul><li>.*Webhook Token.*<\/li><li>.*\?token=.*<\/li><li>.*Claritalk.*<\/li><\/ul>$/,
		),
	]);
});

it('says what to do while it listens, and what follows from publishing', () => {
	expect(description.eventTriggerDescription).toBe(
		'Finish a meeting in Claritalk. It can take some minutes until it is processed',
	);
	expect(description.activationMessage).toContain('Unpublish it and publish it again');
	expect(description.triggerPanel).toMatchObject({
		executionsHelp: {
			inactive: expect.stringContaining('again to the workflow that was published last'),
			active: expect.stringContaining('Unpublish it and publish it again'),
		},
	});
});
