import { LoginError } from '../nodes/api/login';
import { tokenIn } from '../nodes/api/pasted';

/** What a bearer token may hold (RFC 6750, section 2.1), and the bar between the two parts of a token of Laravel Sanctum. */
const NO_TOKEN_CHARACTER = /[^\w.~+/=|-]/;

/**
 * The access token in what was pasted, without a `Bearer` before it and quotes or blanks around it.
 *
 * @throws LoginError when it is empty or holds a character that no token has
 */
export function parseToken(pasted: unknown): string {
	const token = tokenIn(pasted);
	const wrong = NO_TOKEN_CHARACTER.exec(token);
	if (token !== '' && !wrong) return token;
	throw new LoginError({
		message: 'The Access Token in the Claritalk credential cannot be used',
		description: wrong
			? `It holds ${nameCharacter(wrong[0])} (at place ${wrong.index + 1}), which no token does. Copy it again, whole and as it is.`
			: 'It is empty. Paste one from Claritalk: Settings › API Tokens › Personal Access Tokens.',
	});
}

function nameCharacter(character: string): string {
	if (/[\r\n]/.test(character)) return 'a line break';
	if (/\s/.test(character)) return 'a blank';
	return /[!-~]/.test(character)
		? `the character ${character}`
		: 'a character that is not ASCII or cannot be seen';
}
