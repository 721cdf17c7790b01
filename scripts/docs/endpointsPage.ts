import { endpointRows } from '../../nodes/api/endpoints';
import type { Endpoint } from '../../nodes/api/facts';
import { formatted } from '../formatted';

const INTRODUCTION = `# Endpoints

<!-- Made from nodes/api/endpoints.ts by \`npm run docs\`: change it there. -->

Every call that this package makes. Claritalk publishes its list of endpoints where this project could not read it, so
**this is not the vendor's contract**: each part says how well it is known.

- **documented**: the published API text states it.
- **capability**: the published text says that the API can do this; path and names are a guess.
- **inferred**: a guess from status codes, rate-limit classes or the webhook's payload.

\`npm run api:check\` holds this table against the published collection. For what is not here or proves wrong, the node has
the resource API, operation Request.

Paths are relative to \`/api\`. Beyond the rate limit Claritalk answers 429. A field without a remark is inferred.
`;

/** The page docs/endpoints.md, made from the endpoint table and formatted like every file of the project. */
export async function endpointsPage(): Promise<string> {
	const rows = endpointRows().map(({ resource, operation, endpoint }) => [
		`${resource}: ${operation}`,
		`\`${endpoint.method} ${endpoint.path}\``,
		endpoint.evidence,
		endpoint.rateClass === 'upload' ? '50 a minute' : '480 a minute',
		endpoint.caller === 'serviceAccount' ? 'service account' : 'anyone',
		fields(endpoint),
	]);
	const header = ['Operation', 'Call', 'Path is', 'Rate limit', 'Who may', 'Fields'];
	const table = [header, header.map(() => '---'), ...rows].map(
		(cells) => `| ${cells.join(' | ')} |`,
	);
	return await formatted(`${INTRODUCTION}\n${table.join('\n')}\n`, 'markdown');
}

function fields({ body, query }: Endpoint): string {
	return Object.values({ ...body, ...query })
		.map(({ sent, evidence }) => `\`${sent}\`${evidence === 'inferred' ? '' : ` (${evidence})`}`)
		.join(', ');
}
