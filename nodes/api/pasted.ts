import { withoutEdges } from './origins';

/** What people copy along with a token: the rest of its header, and quotes. */
const PREFIX = /^(authorization:\s*)?(bearer(\s*:\s*|\s+|$))*/i;
const QUOTES = /^["'`“”‘’]+|(?<!["'`“”‘’])["'`“”‘’]+$/g;

/** The token in what was pasted, without a `Bearer` before it and quotes or blanks around it; it may be none that can be used. */
export function tokenIn(pasted: unknown): string {
	const unquoted = withoutEdges(withoutEdges(pasted).replace(QUOTES, ''));
	return withoutEdges(unquoted.replace(PREFIX, '').replace(QUOTES, ''));
}
