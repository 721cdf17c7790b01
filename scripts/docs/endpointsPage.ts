import { endpointRows } from '../../nodes/api/endpoints';
import type { AnswerField, Endpoint } from '../../nodes/api/facts';
import { table } from '../../nodes/api/table';
import { formatted } from '../formatted';

const UNPUBLISHED = 'not published any more';

const INTRODUCTION = `# Endpoints

<!-- Made from nodes/api/table.ts by \`npm run docs\`: change it there. -->

Every call that this package makes. Claritalk publishes its list of endpoints where this project could not read it, so
**this is not the vendor's contract**: each part says how well it is known.

- **documented**: the published API text states it.
- **capability**: the published text says that the API can do this; path and names are a guess.
- **inferred**: a guess from status codes, rate-limit classes or the webhook's payload.
- **${UNPUBLISHED}**: the published collection, which others were taken from, does not have it.

The operation Check of the resource API tells which of these addresses are there for your account, and Path Overrides in
the credential corrects one without a new version. \`npm run api:check\` holds the table against a published collection,
\`npm run api:adopt\` makes the package say what it says. For what is not here, the node has the resource API, operation
Request.
`;

const CALLS = `## Calls

Paths are relative to \`/api\`. Beyond the rate limit Claritalk answers 429.
`;

const RELATIONS = `A record of another system stands in \`${table.endpoints.meeting.create.body.externalRelations.sent}\` under that system's lower-case name,
as an object with ${Object.values(table.relation)
	.map(({ sent }) => `\`${sent}\``)
	.join(' and ')} (inferred: the vendor's own link to its desktop client has this shape).
`;

const ANSWERS = `## Fields that are read

In any spelling (\`meetingId\`, \`meeting_id\`), the first name that is there. What Claritalk documents of a meeting is its
webhook's payload; that other answers use the same names is inferred.
`;

/** The page docs/endpoints.md, made from the table of the API and formatted like every file of the project. */
export async function endpointsPage(): Promise<string> {
	const calls = endpointRows().map(({ resource, operation, endpoint }) => [
		`${resource}: ${operation}`,
		`\`${endpoint.method} ${endpoint.path}\``,
		endpoint.unpublished ? UNPUBLISHED : endpoint.evidence,
		endpoint.rateClass === 'upload' ? '50 a minute' : '480 a minute',
		endpoint.caller === 'serviceAccount' ? 'service account' : 'anyone',
		sentFields(endpoint),
	]);
	const answers = Object.entries<Record<string, AnswerField>>(table.rows).flatMap(
		([kind, fields]) =>
			Object.entries(fields).map(([name, { names, evidence }]) => [
				`${kind}: ${name}`,
				names.map((one) => `\`${one}\``).join(', '),
				evidence,
			]),
	);
	const parts = [
		INTRODUCTION,
		CALLS,
		rows(['Operation', 'Call', 'Path is', 'Rate limit', 'Who may', 'Fields'], calls),
		RELATIONS,
		ANSWERS,
		rows(['Field', 'Names that are tried', 'The first is'], answers),
	];
	return await formatted(`${parts.join('\n')}\n`, 'markdown');
}

function rows(header: string[], cells: string[][]): string {
	return [header, header.map(() => '---'), ...cells]
		.map((row) => `| ${row.join(' | ')} |\n`)
		.join('');
}

/** The fields by how well they are known. */
function sentFields({ body, query }: Endpoint): string {
	const byEvidence = new Map<string, string[]>();
	for (const { sent, evidence, unpublished } of Object.values({ ...body, ...query })) {
		const known = unpublished ? UNPUBLISHED : evidence;
		byEvidence.set(known, [...(byEvidence.get(known) ?? []), `\`${sent}\``]);
	}
	return [...byEvidence].map(([known, fields]) => `${known}: ${fields.join(', ')}`).join('; ');
}
