import { join } from 'node:path';

import { formatted } from '../formatted';
import { arrowsBetweenRooms, ROWS } from './rooms';

const INTRODUCTION = `# Architecture

<!-- The picture is made from the imports by \`npm run docs\`, the rest stands in scripts/docs/architecturePage.ts and rooms.ts. -->

What ships stands in a few rooms. An arrow is an import; it goes down, never up or to the side, and a test holds that.
`;

const REST = `## The way of an item

\`Claritalk.node.ts\` → \`runItems.ts\` (several reads at once, writes one after another) → an operation of \`resources/\` → \`api/client.ts\`
→ \`api/sender.ts\` (pace, login, retries) → n8n's request helper. Whatever comes back goes up the same way: \`api/outcome.ts\` says
how a request ended (\`api/thrown.ts\` where n8n's helper threw), \`api/answers.ts\` and \`api/rows.ts\` read an answer by the table,
\`api/errors.ts\` says in words what went wrong.

## The way of an event

n8n → \`ClaritalkTrigger/webhook()\` → \`events/envelope.ts\` → \`events/item.ts\` → \`meetings/\` → the item. A poll takes the same way
from \`events/\` on.

## Rules

- **One table.** A path, a field's name at Claritalk or what is known of it stands in \`nodes/api/table.ts\` and nowhere else. The texts that
  call something inferred, docs/endpoints.md, \`api:check\` and \`api:adopt\` are made from it.
- **A guess is never load-bearing.** Reading is lenient: other names, shapes, statuses and orders. Sending is strict. An optional call never
  fails the real one.
- **One deadline**, given from above, bounds every wait below it. Time and chance come from \`api/clock.ts\`, so that a test gives its own.
- **"It went wrong" has one shape** from the socket to the panel: what happened, and what to do. No secret is in either.
- **Nothing remembers a user's data** at the level of a module: what executions share (the rate limit, hashes of deliveries) is keyed, bounded,
  and says so.
- **What ships has no dependency** but n8n-workflow and Node's crypto; lint holds that.

## Beside what ships

| Folder | Holds |
| --- | --- |
| \`test/unit\`, \`test/integration\` | the same names as in \`nodes/\`; the latter through n8n-core's contexts and a real socket |
| \`test/sandbox\` | the local stand-in for Claritalk, in two shapes; it takes nothing from \`nodes/\` that a guess could hide in |
| \`test/harness\` | n8n-core's contexts for one node |
| \`test/faults\` | a proxy that does what networks do, between the node and the stand-in |
| \`test/e2e\` | the packed package in a real n8n and in a browser; \`hardening\` for the triggers under strain, \`versions\` for older n8n |
| \`test/adopt\` | whole adoptions of Postman collections, in throwaway copies |
| \`test/bench\` | \`npm run bench\` |
| \`scripts\` | \`npm start\`, \`api:check\`, \`api:adopt\`, and what makes docs and schemas |
`;

/** The page docs/architecture.md: the rooms, what may call what, and the rules. */
export async function architecturePage(): Promise<string> {
	const arrows = arrowsBetweenRooms(join(__dirname, '..', '..'));
	const lines = new Set(arrows.map(({ from, to }) => `\t${id(from)} --> ${id(to)}`));
	const rooms = ROWS.flat().map(({ path }) => `\t${id(path)}["${path}"]`);
	const picture = ['```mermaid', 'graph TD', ...rooms, ...[...lines].sort(), '```'].join('\n');
	const table = [
		'| Room | Holds |',
		'| --- | --- |',
		...ROWS.flat().map(({ path, holds }) => `| \`${path}\` | ${holds} |`),
	].join('\n');
	return await formatted(`${[INTRODUCTION, picture, table, REST].join('\n\n')}\n`, 'markdown');
}

function id(path: string): string {
	return path.replace(/\W/g, '_');
}
