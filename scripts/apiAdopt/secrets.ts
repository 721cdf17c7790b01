/** What must not get into the repository, and what stands there in its place. */
const SECRETS: Array<[pattern: RegExp, placeholder: string]> = [
	[/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, 'name@example.com'],
	[/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 <token>'],
	[/\beyJ[\w-]{5,}(\.[\w-]+)*/g, '<token>'],
	[/\b\d+\|\w{20,}/g, '<token>'],
	[/\b(sk|pk|rk|ghp|gho|glpat|xox[a-z])[_-][\w-]{10,}/g, '<token>'],
	// A UUID is an ID, and a plain word has no digits in it.
	[
		/(?<![\w/+-])(?!.{8}-.{4}-.{4}-.{4}-)(?=[\w/+-]*\d)(?=[\w/+-]*[a-z])(?=[\w/+-]*[A-Z])[\w/+-]{24,}={0,2}/g,
		'<token>',
	],
	[/(?<![\w.-])[\da-f]{32,}(?![\w-])/g, '<token>'],
	[/(?<![\w.:+-])(\+|00)\d[\d ()./-]{6,}\d/g, '+32 000 00 00 00'],
	[/(?<![\w.:+-])0\d{8,10}(?![\w.:-])/g, '+32 000 00 00 00'],
	[/\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}[A-Z\d]{0,3}\b/g, 'BE00 0000 0000 0000'],
	[/\/?[A-Z]:[\\/]Users[\\/][^\\/\s]+|\/(home|Users)\/[^/\s]+/g, ''],
];

/** Fields whose value is one, whatever it looks like. */
const SECRET_NAME =
	/pass(word|phrase|code)|secret|token$|^token|api_?-?key|authorization|private_?key|signature|cookie|credential/i;
const PHONE_NAME = /phone|mobile|^tel$|fax/i;

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
	if (typeof value === 'string') {
		if (value === '') return value;
		if (SECRET_NAME.test(name)) return '<token>';
		return PHONE_NAME.test(name)
			? value.replace(/^.*\d.*$/, '+32 000 00 00 00')
			: withoutSecrets(value);
	}
	if (typeof value === 'number' && (SECRET_NAME.test(name) || PHONE_NAME.test(name))) return 0;
	if (Array.isArray(value)) return value.map((one) => safeExample(one, name));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [withoutSecrets(key), safeExample(one, key)]),
	);
}
