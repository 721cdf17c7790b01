import { type Answer, isWebPage } from './answers';
import { isObject } from './json';
import { isRecordMissing, isRouteMissing } from './words';

/** What OPTIONS and GET of one address were answered with; absent where it was not asked or no answer came. */
export interface Seen {
	options?: Answer;
	get?: Answer;
}

/** What is known about one method of one address (contract, `api.check`). */
export type Result = 'found' | 'refused' | 'otherMethod' | 'notFound' | 'unclear';

export interface Verdict {
	result: Result;
	/** The methods that the API named for the address. */
	allowed: string[];
	/** Why it is unclear. */
	reason?: 'alike' | 'onlyPath' | 'silent';
}

/** What the API answers where nothing is ours, to tell what its answers are worth. */
export interface Manners {
	/** The answers of an address that nobody has. */
	control: Seen;
	/** Whether its OPTIONS told any address from that one. */
	namesMethods: boolean;
}

/** In the order in which Laravel names them. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Judges a method of an address by what was seen of it. What an address that nobody has is answered with, too, says
 * nothing.
 *
 * Laravel answers OPTIONS of a known address with the methods of all its routes, 405 names them too, and has different
 * words for a missing route and a missing record (inferred).
 *
 * @param hasId whether an ID in the address is invented
 */
export function judge(method: string, seen: Seen, hasId: boolean, manners: Manners): Verdict {
	const allowed = methodsIn(seen);
	const sign = signOf(seen.get, hasId, manners.control.get);
	const isThere = sign === 'found' || sign === 'refused';
	if (method === 'GET' && isThere) return { result: sign, allowed };

	const common = methodsIn(manners.control);
	const own = allowed.filter((name) => !common.includes(name));
	if (own.includes(method)) return { result: 'found', allowed };
	if (own.length > 0 && !common.includes(method)) return { result: 'otherMethod', allowed };
	if (own.length > 0 || isThere) return { result: 'unclear', allowed, reason: 'onlyPath' };
	if (sign === 'missing' || isOptionsMissing(seen, manners)) return { result: 'notFound', allowed };
	return { result: 'unclear', allowed, reason: isAlike(seen, manners) ? 'alike' : 'silent' };
}

/** Whether OPTIONS told more of an address than of one that nobody has. */
export function isNamed(seen: Seen, control: Seen): boolean {
	const common = methodsIn({ options: control.options });
	return methodsIn({ options: seen.options }).some((name) => !common.includes(name));
}

/** The methods that `Allow` names, of an answer to OPTIONS or of one that refuses the method. */
function methodsIn({ options, get }: Seen): string[] {
	const named = [options, get].flatMap((answer) => {
		if (!answer) return [];
		const { statusCode, headers } = answer;
		const isList = statusCode === 405 || (answer === options && statusCode < 300);
		return isList
			? String(headers.allow ?? '')
					.toUpperCase()
					.split(/[\s,]+/)
			: [];
	});
	return METHODS.filter((method) => named.includes(method));
}

/** What an answer to GET says of its address. */
function signOf(
	answer: Answer | undefined,
	hasId: boolean,
	control: Answer | undefined,
): 'found' | 'refused' | 'missing' | 'silent' {
	if (!answer || isWebPage(answer.body)) return 'silent';
	const { statusCode: status, body } = answer;
	if (status === 404) {
		if (isRouteMissing(body)) return 'missing';
		return hasId && isObject(body) && isRecord(body, control) ? 'found' : 'silent';
	}
	// Where a page for people is what is answered to anything, JSON is not.
	const isPlain = !isWebPage(control?.body) || typeof body !== 'object' || body === null;
	if (status === control?.statusCode && isPlain) return 'silent';
	if (status === 403) return 'refused';
	// 422 comes from behind the route, as a record does.
	return status < 300 || status === 401 || status === 422 ? 'found' : 'silent';
}

/** Whether a 404 is about the record: it says so, or the API says of a missing address that it is one, and this is other. */
function isRecord(body: unknown, control: Answer | undefined): boolean {
	if (control?.statusCode !== 404) return isRecordMissing(body);
	return isRouteMissing(control.body) || (isRecordMissing(body) && !isRecordMissing(control.body));
}

/** Whether OPTIONS says that there is no route: in words, or by 404 where it has a list for those that are there. */
function isOptionsMissing({ options }: Seen, { control, namesMethods }: Manners): boolean {
	if (options?.statusCode !== 404) return false;
	return isRouteMissing(options.body) || (namesMethods && control.options?.statusCode === 404);
}

function isAlike({ options, get }: Seen, { control }: Manners): boolean {
	const asked = [
		[options, control.options],
		[get, control.get],
	].filter(([answer]) => answer);
	return asked.length > 0 && asked.every(([one, other]) => one?.statusCode === other?.statusCode);
}
