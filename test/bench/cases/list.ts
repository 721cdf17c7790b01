import {
	claritalk,
	HTTP_REQUEST,
	httpRequest,
	meetingsPageByPage,
	OWN,
	SEQUENTIAL,
	sequential,
} from '../contenders';
import { measured, type Measure, ratiosOf, type Result, secondsOf } from '../results';
import { NO_LIMIT, openSandbox, type SandboxProcess } from '../sandboxProcess';

const ROWS = 5_000;
const PAGE_SIZE = 100;
const LATENCY_MS = 50;

/** How fast a long list is read whole. */
export async function list(rounds: number): Promise<Result> {
	const sandbox = await openSandbox({ meetings: ROWS, latencyMs: LATENCY_MS, rateLimit: NO_LIMIT });
	const contenders = {
		[OWN]: claritalk(sandbox, { resource: 'meeting', operation: 'getMany', returnAll: true }),
		[HTTP_REQUEST]: httpRequest(sandbox, pagination(sandbox)),
		[SEQUENTIAL]: sequential(sandbox, meetingsPageByPage),
	};
	for (const run of Object.values(contenders)) await run([{}]);
	const values = await measured(rounds, contenders, async (run) => {
		let rows = 0;
		const seconds = await secondsOf(async () => {
			const output = await run([{}]);
			// HTTP Request puts out a page an item.
			rows = output.flatMap(({ json }) => (Array.isArray(json.data) ? json.data : [json])).length;
		});
		if (rows !== ROWS) throw new Error(`${rows} rows came out`);
		return seconds;
	});
	await sandbox.close();
	const measure: Measure = { title: 'Time', unit: 's', base: OWN, values };
	const http = ratiosOf(measure, HTTP_REQUEST);
	return {
		name: 'list',
		title: `A list of ${ROWS} rows`,
		text: `_Get Many_ with _Return All_; each page of ${PAGE_SIZE} rows takes ${LATENCY_MS} ms. HTTP Request pages with its own Pagination option, set by hand, and puts out pages where the others put out rows.`,
		measures: [measure],
		goals: [
			{
				text: "at least 4 times as fast as HTTP Request's pagination",
				figure: `${http.median.toFixed(1)} times`,
				isReached: http.median >= 4,
			},
		],
	};
}

function pagination({ url }: SandboxProcess) {
	const parameter = { type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' };
	return {
		url: `${url}/api/meetings?per_page=${PAGE_SIZE}`,
		options: {
			pagination: {
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: { parameters: [parameter] },
					paginationCompleteWhen: 'other',
					completeExpression:
						'={{ $response.body.meta.current_page >= $response.body.meta.last_page }}',
				},
			},
		},
	};
}
