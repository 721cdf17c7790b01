import { redactor } from '../../../nodes/api/redact';

const TOKEN = '12|aBcDeF+gHiJ/kLmNoP=qRsTuV0123456789';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');
const everyCode = (text: string) =>
	[...Buffer.from(text)].map((code) => `%${code.toString(16)}`).join('');

const credential = {
	environment: 'custom',
	accessToken: 'pat/1+secret',
	clientSecret: 'client-secret-1',
	oauthTokenData: { access_token: 'at-1-longer', refresh_token: 'rt-1', token_type: 'Bearer' },
};

it.each([
	['the token pat/1+secret is bad', 'the token [hidden] is bad'],
	['in an address: pat%2F1%2Bsecret', 'in an address: [hidden]'],
	['client-secret-1, at-1-longer, rt-1', '[hidden], [hidden], [hidden]'],
	['Authorization: Bearer somethingUnknown123', 'Authorization: Bearer [hidden]'],
	[
		'https://n8n.example/webhook/x?token=abc123&x=1',
		'https://n8n.example/webhook/x?token=[hidden]&x=1',
	],
	['"webhook_url":"https://n/w?token=abc123"', '"webhook_url":"https://n/w?token=[hidden]"'],
	['https%3A%2F%2Fn%2Fw%3Ftoken%3Dabc123%26x', 'https%3A%2F%2Fn%2Fw%3Ftoken%3D[hidden]%26x'],
	['https%253A%252F%252Fn%253Ftoken%253Dabc%252B1', 'https%253A%252F%252Fn%253Ftoken%253D[hidden]'],
	['https://n/w?x=1&amp;token=abc123', 'https://n/w?x=1&amp;token=[hidden]'],
	['"https:\\/\\/n\\u003ftoken\\u003dabc123"', '"https:\\/\\/n\\u003ftoken\\u003d[hidden]"'],
	['environment custom, type Bearer', 'environment custom, type Bearer'],
])('%j becomes %j', (text, clean) => expect(redactor(credential)(text)).toBe(clean));

it('bears a credential without secrets', () => expect(redactor({})('text')).toBe('text'));

// Each in one test, as Stryker runs only the quickest of those that come by the same code.
it.each<[string, Array<[secret: string | number, text: string, shown: string]>]>([
	[
		'however its signs are written',
		[
			['pass-word', 'pass%2Dword pass%2dword pass%252Dword', '[hidden] [hidden] [hidden]'],
			['pass-word', 'pass\\u002Dword pass\\x2dword pass=2Dword', '[hidden] [hidden] [hidden]'],
			['pass-word', 'pass&#45;word pass&#x2d;word pass&dash;word', '[hidden] [hidden] [hidden]'],
			['pass-word', 'pass word, password', 'pass word, password'],
			['pass word', 'pass+word', '[hidden]'],
			['pass\tword', 'pass=09word', '[hidden]'],
			['pass€word', 'pass%25E2%2582%25ACword', '[hidden]'],
		],
	],
	[
		'as far as it is no other word',
		[
			['is', 'This is 6973, aXM', 'This [hidden] 6973, aXM'],
			['pass', 'mypassword, pa\r\nss, 70617373', 'my[hidden]word, [hidden], [hidden]'],
			['Note', 'Note: a note, N ote', '[hidden]: a note, N ote'],
			['12|note', '12|note: a note', '[hidden]: a note'],
			['aBcDeFgHiJ1', 'aBcDeFgHiJ1, ABCDEFGHIJ1', '[hidden], ABCDEFGHIJ1'],
			['aBcDeFgHiJ12', 'ABCDEFGHIJ12', '[hidden]'],
			['12|aBcDeFgHiJkL', 'ABCDEFGHIJKL', '[hidden]'],
			[TOKEN, TOKEN.slice(3).toUpperCase(), '[hidden]'],
		],
	],
	[
		'that is short, in hex and in base64',
		[
			['jkl5', '6a6b6c35 6A6B6C35', '[hidden] [hidden]'],
			['pa>wo?', 'cGE+d28/ cGE-d28_', '[hidden] [hidden]'],
			['pAs5word', base64('pAs5word'), '[hidden]='],
			['pAs5word', base64('apAs5word'), 'YX[hidden]'],
			['pAs5word', base64('abpAs5word').replace('==', ''), 'YWJ[hidden]'],
			['pAs5word', base64('pAs5wordx'), '[hidden]R4'],
		],
	],
	[
		'that is a number, or no Unicode',
		[
			[12345678, 'token 12345678', 'token [hidden]'],
			['ab\ud800cd', 'token ab\ud800cd', 'token [hidden]'],
			['pás', 'p%C3%A1s', '[hidden]'],
		],
	],
	[
		'that is long, also in part',
		[
			[TOKEN, everyCode(TOKEN), '[hidden]'],
			[TOKEN, '12%7caBcDeF%2bgHiJ...', '[hidden]...'],
			[TOKEN, TOKEN.slice(5, 20).repeat(2), '[hidden][hidden]'],
			['integration1-1integration', 'integration1, 1integration', '[hidden], [hidden]'],
			['our-9-integration-9-of', '9-integration, integration-9', '9-integration, integration-9'],
		],
	],
	[
		'that is not known, by what stands before it',
		[
			['pass-word', 'Bearer  somethingUnknown123', 'Bearer  [hidden]'],
			['pass-word', '{"client_secret":"unknown"}', '{"client_secret":"[hidden]"}'],
		],
	],
])('hides a secret %s', (_, cases) => {
	const shown = cases.map(([accessToken, text]) => redactor({ accessToken })(text));
	expect(shown).toEqual(cases.map(([, , clean]) => clean));
});

it('hides each secret of a login, also one that begins as another does', () => {
	const hide = redactor({
		clientId: 'client-1',
		clientSecret: 'pAs5',
		oauthTokenData: { access_token: 'pAs5word', refresh_token: 'rt-1' },
	});
	const login = base64('client-1:pAs5');
	expect(hide(`${login} pAs5 pAs5word rt-1`)).toBe('[hidden] [hidden] [hidden] [hidden]');
});

describe('a secret that is encoded', () => {
	// Made within each test, as Stryker does not notice what a change of the code does before.
	const hide = (text: string) =>
		redactor({
			accessToken: TOKEN,
			clientId: 'client-1',
			clientSecret: 'sEcReT/oF+tHe=cLiEnT',
		})(text);

	it.each([
		['in base64', base64(TOKEN)],
		['for an address, too', Buffer.from(TOKEN).toString('base64url')],
		['in hex', hex(TOKEN)],
		['in capital hex', hex(TOKEN).toUpperCase()],
		['for an address', encodeURIComponent(TOKEN)],
		['for an address, with every character', everyCode(TOKEN)],
		['as a basic login', base64('client-1:sEcReT/oF+tHe=cLiEnT')],
	])('%s is hidden', (_, echoed) => expect(hide(`You sent ${echoed}.`)).toBe('You sent [hidden].'));

	it('in hex is hidden where that is digits alone', () => {
		const accessToken = 'A0a00000aAA0A0aaA';
		expect(redactor({ accessToken })(`You sent ${hex(accessToken)}.`)).toBe('You sent [hidden].');
	});

	it.each(['', 'a', 'ab', 'abc', '{"token":"'])('in base64 behind %j is hidden', (before) => {
		const shown = hide(`You sent ${base64(`${before}${TOKEN} and more`)}.`);
		const letters = shown.replace('[hidden]', '').slice('You sent '.length);
		expect(shown).toContain('[hidden]');
		// Nothing of the token but what shares a character with its neighbours.
		expect(Buffer.from(letters, 'base64').toString()).not.toMatch(/aBc|gHi|kLm|012|678/);
	});

	it.each([
		['the beginning', TOKEN.slice(0, 15)],
		['the end', TOKEN.slice(-12)],
		['the middle', TOKEN.slice(5, 20)],
		['a part in base64', base64(TOKEN).slice(6, 26)],
		['a part for an address', encodeURIComponent(TOKEN).slice(0, 20)],
	])('is hidden where the API shows %s of it', (_, part) =>
		expect(hide(`Bad token ${part}...`)).toBe('Bad token [hidden]...'),
	);

	it('shows parts that are short, and those that could be words', () => {
		expect(hide('It begins with 12|aBcDeF')).toBe('It begins with 12|aBcDeF');
		const words = redactor({ clientSecret: 'the-integration-of-our-office' });
		expect(words('the-integration-of-our is unknown')).toBe('the-integration-of-our is unknown');
		expect(words('the-integration-of-our-office is unknown')).toBe('[hidden] is unknown');
	});

	it('is hidden in a moment, also a long one in a long text', () => {
		const accessToken = Buffer.from(
			Array.from({ length: 1_000 }, (_, at) => (at * 7919) % 251),
		).toString('base64');
		const start = performance.now();
		const text = redactor({ accessToken })(`${'x y'.repeat(100_000)}${accessToken.slice(20, 900)}`);
		expect(text.slice(-11)).toBe('x y[hidden]');
		expect(performance.now() - start).toBeLessThan(2_000);
	});

	it('of a few letters is hidden in base64 and in hex', () => {
		const short = redactor({ accessToken: 'pAs5word' });
		expect(short(`${base64('pAs5word').replace(/=+$/, '')} ${hex('pAs5word')}`)).toBe(
			'[hidden] [hidden]',
		);
	});
});
