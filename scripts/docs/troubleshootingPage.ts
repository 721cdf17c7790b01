import { join, relative } from 'node:path';

import { joinSentences } from '../../nodes/api/errors';
import { formatted } from '../formatted';
import { messagesIn } from './messages';
import { sourcesIn } from './sources';

const ROOT = join(__dirname, '..', '..');

const INTRODUCTION = `# Troubleshooting

<!-- Made from the texts in the code by \`npm run docs\`: change them there, and what stands around them in scripts/docs/troubleshootingPage.ts. -->

What n8n shows is one of these texts in bold, with what to do below it; \`…\` stands for what differs from run to run, such as a field or an ID. What
Claritalk itself says of a call follows as "Claritalk says: …".

## Nothing happens

| What is seen | What to do |
| --- | --- |
| The webhook trigger does not start, and n8n's log has no line about it | Look whether the workflow is published, and was so last: Claritalk sends to one address per client. Unpublish and publish it again |
| It worked until n8n's address or the credential changed | Unpublish the workflow and publish it again: n8n asks nothing at a restart |
| n8n's log says "Claritalk sends its events to one address per client: now to the workflow …" | Let one workflow have the trigger and call the others: [one address, many workflows](trigger.md#one-address-many-workflows) |
| n8n's log says "The Claritalk Trigger of the workflow … refused a delivery with 401", or 400 | The line has the reason: a token that is not that of this address (publish again), or a body that is no event |
| n8n's log says "The Claritalk Trigger of the workflow … passes over a setting that cannot be read" | Correct the expression of the field that the line names. Until then it counts as not set, so that no event is lost |
| The polling trigger gives nothing after publishing | What was processed before counts as seen. Finish a meeting, and wait for a poll |
| A meeting came twice | Put Remove Duplicates behind the trigger: [strictly once](trigger.md#strictly-once) |
| *Fetch Test Event* of the polling trigger finds nothing | No meeting that is there is one that the events and options let through: choose others |
`;

/** The parts of the page by the beginnings of paths; the first that fits counts. */
const PARTS: Array<{ title: string; paths: string[] }> = [
	{
		title: 'Credential and login',
		paths: [
			'credentials/',
			'nodes/api/login.ts',
			'nodes/api/origins.ts',
			'nodes/api/overrides.ts',
			'nodes/ClaritalkTrigger/token.ts',
		],
	},
	{ title: 'Webhook trigger', paths: ['nodes/ClaritalkTrigger/'] },
	{ title: 'Polling trigger', paths: ['nodes/ClaritalkPollingTrigger/'] },
	{
		title: 'Values that are entered',
		paths: ['nodes/shared/', 'nodes/meetings/', 'nodes/events/', 'nodes/Claritalk/'],
	},
	{ title: 'Answers of Claritalk', paths: ['nodes/api/'] },
];

/** The page docs/troubleshooting.md: every message of the package once, with what to do. */
export async function troubleshootingPage(): Promise<string> {
	const known = new Map<string, { part: string; cures: Set<string> }>();
	const paths = ['credentials', 'nodes'].flatMap((room) => sourcesIn(join(ROOT, room)));
	for (const path of paths) {
		for (const { messages, cures } of messagesIn(path)) {
			for (const message of messages) {
				const row = known.get(message) ?? { part: partOf(relative(ROOT, path)), cures: new Set() };
				known.set(message, row);
				for (const cure of cures) row.cures.add(joinSentences(cure));
			}
		}
	}
	const parts = PARTS.map(({ title }) => {
		const rows = [...known].filter(([, { part }]) => part === title);
		return `## ${title}\n\n${rows.map(entry).join('')}`;
	});
	return await formatted(`${[INTRODUCTION, ...parts].join('\n')}\n`, 'markdown');
}

/** A message with what to do; where that is not known apart from it, the message says it. */
function entry([message, { cures }]: [string, { cures: Set<string> }]): string {
	const cure = [...cures].join(' Or: ');
	return `- **${escaped(message)}**${cure && `: ${escaped(cure)}`}\n`;
}

function escaped(text: string): string {
	return text.replace(/[|<>*_[\]\\`]/g, '\\$&');
}

function partOf(path: string): string {
	const part = PARTS.find(({ paths }) => paths.some((beginning) => path.startsWith(beginning)));
	if (!part) throw new Error(`The page has no part for the messages of ${path}`);
	return part.title;
}
