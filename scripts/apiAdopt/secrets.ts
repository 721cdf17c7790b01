import { wordsOf } from './words';

const TOKEN = '<token>';
const PHONE = '+32 000 00 00 00';
const IBAN = 'BE00 0000 0000 0000';
const NATIONAL_NUMBER = '00.00.00-000.00';

/** What people write between the digits of a phone number, in web addresses escaped. */
const GAP = '(?:[ \\u00a0()./-]|%2[0D89F])';
/** In a web address it may follow an escape. */
const BEGINNING = '(?:(?<=%[\\dA-F]{2})|(?<![\\w+-]|\\d[.:]))';

/** What must not get into the repository, and what stands there in its place. */
const SECRETS: Array<[pattern: RegExp, placeholder: string]> = [
	// `https://user:password@host`
	[/(:\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1'],
	[/[\p{L}\p{N}_.+-]+(?:@|%40)[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu, 'name@example.com'],
	[
		/([?&#](?:[\w.-]*(?:token|secret|password|signature|credential|(?:api|access)[_-]?key(?:id)?)|sig|key|auth|jwt)=)[^&#\s"'<>]+/gi,
		`$1${TOKEN}`,
	],
	[/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${TOKEN}`],
	[/\beyJ[\w-]{5,}(\.[\w-]+)*/g, TOKEN],
	[/\b\d+\|\w{20,}/g, TOKEN],
	[/\b(sk|pk|rk|ghp|gho|glpat|xox[a-z])[_-][\w-]{10,}/g, TOKEN],
	[/\b(AKIA|ASIA)[A-Z\d]{16}\b/g, TOKEN],
	// A UUID is an ID, and a plain word has no digits in it.
	[
		/(?<![\w/+-])(?!.{8}-.{4}-.{4}-.{4}-)(?=[\w/+-]*\d)(?=[\w/+-]*[a-z])(?=[\w/+-]*[A-Z])[\w/+-]{24,}={0,2}/g,
		TOKEN,
	],
	[/(?<![\w.-])[\da-f]{32,}(?![\w-])/g, TOKEN],
	// At least 15: a VAT number is shorter.
	[
		/\b(?=[A-Z]{2}\d{2}(?:[ .-]?[A-Z\d]){11})[A-Z]{2}\d{2}(?:[ .-]?[A-Z\d]{4}){2,7}(?:[ .-]?[A-Z\d]{1,3})?\b/g,
		IBAN,
	],
	[/(?<![\w.-])\d{2}[. ]\d{2}[. ]\d{2}[ -]\d{3}[. ]\d{2}(?!\w)/g, NATIONAL_NUMBER],
	[new RegExp(`${BEGINNING}(?:\\+|%2B|00)[ (]?[1-9](?:\\d|${GAP}){6,}\\d`, 'g'), PHONE],
	// Belgian, Dutch and French ones have nine or ten digits; a day and its hour may have as many.
	[
		new RegExp(
			`${BEGINNING}(?<!BE )(?!\\d{2}([-./])\\d{2}\\1\\d{4}(?!\\d))(?:\\((?=\\d+\\)))?0[1-9](?:(?:${GAP}|\\+){0,3}\\d){7,8}(?!\\w|[-.:]\\d)`,
			'g',
		),
		PHONE,
	],
	[/\/?[A-Z]:[\\/]Users[\\/][^\\/\s]+|\/(home|Users)\/[^/\s]+/g, ''],
];

/** Fields whose value is one, whatever it looks like. */
const SECRET_NAME =
	/pass(word|phrase|code)|^pwd$|wachtwoord|mot_?de_?passe|secret|tokens?$|^token|(api|access)_?-?key|authorization|private_?key|signature|cookie|credential|^(otp|pin|pin_?code|jwt)$/i;
/** What is told of a secret and is none. */
const ABOUT_SECRET = /^(id|uuid|type|token_?type|scopes?|abilities|expires\w*|.*(_at|[a-z]At))$/;
const PHONE_NAME = /phone|telefoon|mobiel|gsm|msisdn|whatsapp/i;
const PHONE_WORDS = new Set(['cell', 'fax', 'mobile', 'portable', 'tel']);
const NATIONAL_NAME =
	/rijksregister|national_?(register_?)?(number|nr|no|id)$|^(insz|niss|bsn|ssn)$/i;

/** A text without tokens, mail addresses and phone numbers. */
export function withoutSecrets(text: string): string {
	return SECRETS.reduce((safe, [pattern, placeholder]) => safe.replace(pattern, placeholder), text);
}

/**
 * An example without them, however deep they stand in it.
 *
 * @param name of the field that holds it
 */
export function safeExample(value: unknown, name = ''): unknown {
	return safe(value, name, placeholderOf(name));
}

/** @param placeholder for every value with digits in it, or for every one where it is that of a token */
function safe(value: unknown, name: string, placeholder: string | undefined): unknown {
	if (typeof value === 'string') {
		if (value === '') return value;
		if (placeholder === TOKEN) return TOKEN;
		return placeholder && /\d/.test(value) ? placeholder : withoutSecrets(value);
	}
	if (typeof value === 'number' && placeholder) return 0;
	if (Array.isArray(value)) return value.map((one) => safe(one, name, placeholder));
	if (typeof value !== 'object' || value === null) return value;
	// The stand-in, as many servers do, refuses what has such a member.
	const members = Object.entries(value).filter(([key]) => key !== '__proto__');
	return Object.fromEntries(
		members.map(([key, one]) => {
			const inherited = ABOUT_SECRET.test(key) ? undefined : placeholder;
			return [withoutSecrets(key), safe(one, key, placeholderOf(key) ?? inherited)];
		}),
	);
}

/** What stands for the values of a field that holds nothing but secrets. */
function placeholderOf(name: string): string | undefined {
	if (ABOUT_SECRET.test(name)) return undefined;
	if (SECRET_NAME.test(name)) return TOKEN;
	if (PHONE_NAME.test(name) || wordsOf(name).some((word) => PHONE_WORDS.has(word))) return PHONE;
	if (NATIONAL_NAME.test(name)) return NATIONAL_NUMBER;
	return /iban/i.test(name) ? IBAN : undefined;
}
