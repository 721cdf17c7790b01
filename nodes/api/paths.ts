import { API_ROOT } from './endpoints';

/**
 * Why a path, with its query if it has one, cannot be put behind the API's root: it could lead out of it, or is none.
 *
 * @returns the problem, as it follows the path in a sentence; undefined when there is none
 */
export function pathProblem(given: string): string | undefined {
	if (given === '') return 'is empty';
	if (!given.startsWith('/')) return 'does not begin with "/"';
	if (given.includes('#')) return 'has a fragment (#…)';

	const [path] = given.split('?');
	// Decoded, so that an escaped character is judged like the character itself.
	const decoded = decode(path);
	if (decoded === undefined) return 'has a "%" that escapes nothing';
	if (/[\p{Cc}\\]/u.test(decoded + given)) return 'has a backslash or a control character';
	if (decoded.split('/').length !== path.split('/').length) return 'has an escaped "/"';
	const segments = decoded.split('/').slice(1);
	if (segments.slice(0, -1).includes('')) return 'has an empty part ("//")';
	if (segments.some((segment) => segment === '.' || segment === '..'))
		return 'has a "." or ".." part';
	if (`/${segments[0]}` === API_ROOT) return `repeats ${API_ROOT}, which is put before it anyway`;
	return undefined;
}

function decode(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
