import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { type Answer, isTokenRefused } from '../nodes/api/answers';
import { API_ROOT, endpoints, inferredPath } from '../nodes/api/endpoints';
import { joinSentences } from '../nodes/api/errors';
import type { Target } from '../nodes/api/facts';
import { ask, generalError, LoginError } from '../nodes/api/login';
import { originOf } from '../nodes/api/origins';
import { readOverrides, withOverrides } from '../nodes/api/overrides';
import { pluralOf } from '../nodes/api/pager';
import { readPage } from '../nodes/api/pages';
import { redactor } from '../nodes/api/redact';
import { quote } from '../nodes/api/words';

/** Marks the request of a credential test, for `authenticate` to tell it from any other. It is never sent. */
export const TEST_MARK = 'X-Claritalk-Credential-Test';

/**
 * What `authenticate` is to run for a test, by the data that n8n handed to `preAuthentication` just before:
 * only the latter is given the means to send anything, only the former sees what request it is for.
 */
const checks = new WeakMap<ICredentialDataDecryptedObject, () => Promise<void>>();

/** Remembers, in `preAuthentication`, how to check these data in case a test comes. */
export function prepareCheck(
	credentials: ICredentialDataDecryptedObject,
	check: () => Promise<void>,
): void {
	checks.set(credentials, check);
}

/**
 * A request with its access token. For the one of a credential test the credential is checked first, in words. What n8n
 * sends after that is without a status or a body that the test's rules could judge otherwise.
 *
 * @throws LoginError when it is a test, and the check failed
 */
export async function signRequest(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	token: string,
): Promise<IHttpRequestOptions> {
	const { [TEST_MARK]: mark, ...headers } = request.headers ?? {};
	const signed = { ...request, headers: { ...headers, Authorization: `Bearer ${token}` } };
	const check = mark === undefined ? undefined : checks.get(credentials);
	if (!check) return signed;
	await check();
	return { ...signed, method: 'HEAD', ignoreHttpStatusErrors: true };
}

/**
 * Whether Claritalk takes an access token: by the shortest list of meetings, which every caller may read. That its
 * address is right is inferred; where it leaves the question open, the documented one for uploads decides, which without
 * a file creates nothing. An address that Path Overrides say must be there.
 *
 * @param cure what to do about a token that is refused
 * @throws LoginError that says what is wrong
 */
export async function checkAccess(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	token: string,
	cure: string,
): Promise<void> {
	const origin = originOf(credentials);
	const overrides = readOverrides(credentials);
	const hide = redactor({ ...credentials, access_token: token });
	const call = async (row: Target, qs: IDataObject = {}): Promise<Answer> => {
		const target = withOverrides(row, overrides);
		const url = `${origin}${API_ROOT}${target.path}`;
		const answer = await ask(http, origin, {
			method: target.method,
			url,
			qs,
			headers: { Authorization: `Bearer ${token}` },
		});
		const error =
			refusalOf(answer, cure) ?? overrideError(answer, target) ?? generalError(answer, url, hide);
		const isOpen = row !== endpoints.recording.upload && isElsewhere(answer, target);
		if (error && !isOpen) throw error;
		return answer;
	};

	const { statusCode: status, body } = await call(endpoints.meeting.getMany, { per_page: 1 });
	if (status === 403) {
		throw new LoginError({
			message: 'Claritalk knows the token but does not permit it to list meetings',
			description:
				'Ask an Organisation Admin for the right, or use a token with the scope api.connect.',
			status,
		});
	}
	if (status < 300 && isList(body)) return;
	// Without a file it is refused as invalid, which only the API itself does.
	const decided = await call(endpoints.recording.upload);
	const isInvalid = decided.statusCode >= 400 && decided.statusCode !== 407;
	if (isInvalid) return;
	throw new LoginError({
		message: `${origin} does not answer as the Claritalk API does`,
		description: joinSentences(
			'Check Environment and Base URL in the credential, and whether a proxy or firewall stands between',
			quote(decided.body, hide),
		),
		status: decided.statusCode,
	});
}

/** Whether a body is a list in JSON, in whatever envelope: any service may answer with some other object. */
function isList(body: unknown): boolean {
	const { getMany } = endpoints.meeting;
	const names = { page: getMany.query.page.sent, plural: pluralOf(getMany) };
	return typeof body === 'object' && body !== null && readPage(body, 1, names) !== undefined;
}

/** Whether an address that we inferred may be another one. */
function isElsewhere({ statusCode: status }: Answer, { insteadOf }: Target): boolean {
	return status === 405 || (status === 404 && insteadOf === undefined);
}

function overrideError({ statusCode: status }: Answer, target: Target): LoginError | undefined {
	if (status !== 404 || target.insteadOf === undefined) return undefined;
	return new LoginError({
		message: 'Claritalk does not know this address',
		description: `${inferredPath(target)}.`,
		status,
	});
}

function refusalOf(answer: Answer, cure: string): LoginError | undefined {
	if (!isTokenRefused(answer)) return undefined;
	return new LoginError({
		message: 'Claritalk refused the token',
		description: `It is wrong, expired or revoked. ${cure}.`,
		status: answer.statusCode,
	});
}
