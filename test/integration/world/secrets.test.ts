/** No text shows a secret, in whatever form the API echoes it; and hiding one hides nothing else. */
import type { IDataObject } from 'n8n-workflow';

import { byId, failureOf } from '../../harness/claritalk';
import { type Reply, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const TOKEN = '12|aBcDeF+gHiJ/kLmNoP=qRsTuV';
const get = { meetingId: byId('m1') };
const withToken = (accessToken: string) => ({
	credentials: { claritalkApi: { environment: 'custom', baseUrl: api.url, accessToken } },
});
/** Everything that n8n could show or store of an error. */
const everything = (error: Error & { description?: string | null; cause?: unknown }) =>
	[
		error.message,
		error.description,
		error.stack,
		JSON.stringify(error),
		JSON.stringify(error.cause),
	].join('\n');
const refuse = (message: string, more: IDataObject = {}, status = 422): Reply => ({
	status,
	json: { message, ...more },
});

it.each(['failed', 'busy'])(
	'a token is hidden in the status that a meeting is "%s" with',
	async (word) => {
		api.answer({ json: { id: 'm1', title: 'x', status: `${word} ${TOKEN}` } });
		const parameters = { ...get, maxWait: 0 };
		const error = await api.failure('meeting.waitUntilProcessed', parameters, withToken(TOKEN));
		expect(error.message).toContain(word);
		expect(everything(error)).not.toContain('aBcDeF');
	},
);

describe('a token that the API echoes', () => {
	it.each([
		['pasted with a line end', `${TOKEN}\n`, TOKEN],
		['pasted with a line end and echoed with it', `${TOKEN}\r\n`, `${TOKEN}\r\n`],
		['inside an address', TOKEN, `https://x.example/?token=${encodeURIComponent(TOKEN)}&a=1`],
		[
			'inside an address inside an address',
			TOKEN,
			`?next=${encodeURIComponent(`/x?token=${encodeURIComponent(TOKEN)}`)}`,
		],
		// Not in the list of what was seen:
		['pasted with Bearer', `Bearer ${TOKEN}`, TOKEN],
		[
			'inside an address, in lower case',
			TOKEN,
			`/x?t=${encodeURIComponent(TOKEN).replace(/%../g, (code) => code.toLowerCase())}`,
		],
		['as a form encodes it', TOKEN, `body: ${new URLSearchParams({ token: TOKEN }).toString()}`],
		['inside an address, escaped in part', TOKEN, encodeURI(TOKEN)],
		['inside JSON in a text', TOKEN, `{"token":"${TOKEN.replace(/\//g, '\\/')}"}`],
		['twice', TOKEN, `${TOKEN}${TOKEN}`],
		['in base64 of a header', TOKEN, Buffer.from(`Bearer ${TOKEN}`).toString('base64')],
		['in hex', TOKEN, Buffer.from(TOKEN).toString('hex')],
		['in part', TOKEN, `${TOKEN.slice(0, 14)}…`],
		['in quotes, pasted in them', `"${TOKEN}"\n`, TOKEN],
		['as .NET escapes it', TOKEN, TOKEN.replace('+', '\\u002B').replace('|', '\\u007c')],
		['as JavaScript escapes it', TOKEN, TOKEN.replace('+', '\\x2b')],
		['in JSON in JSON', TOKEN, JSON.stringify(JSON.stringify(TOKEN.replace(/\//g, '\\/')))],
		['as HTML has it', TOKEN, TOKEN.replace('+', '&#x2B;').replace('/', '&#047;')],
		['as a form is read wrongly', TOKEN, TOKEN.replace('+', ' ')],
		['in a mail', TOKEN, TOKEN.replace('k', '=\nk').replaceAll('=q', '=3Dq')],
		['in marked up pieces', TOKEN, TOKEN.replace('L', '<wbr>L').replace('H', '<b>H</b>')],
		['in indented lines', TOKEN, TOKEN.replace('D', 'D\r\n      ')],
		['with breaks that cannot be seen', TOKEN, TOKEN.replace('D', 'D\u200B')],
		['in capitals', TOKEN, TOKEN.toUpperCase()],
		['in base64', TOKEN, Buffer.from(TOKEN).toString('base64')],
		['without its number', TOKEN, TOKEN.split('|')[1]],
		['cut by the API', TOKEN, `${TOKEN.slice(0, 18)}…`],
		['behind tags', TOKEN, `${'<i></i>'.repeat(682)}${TOKEN}`],
	])('%s is hidden', async (_, pasted, echoed) => {
		api.answer(refuse(`You sent ${echoed} to us`, { errors: { token: [echoed] } }));
		const error = await api.failure('meeting.get', get, withToken(pasted));
		expect(error.description).toContain('Claritalk says: You sent');
		const base64 = Buffer.from(TOKEN).toString('base64').slice(0, 20);
		for (const part of ['aBcDeF', 'kLmNoP', 'ABCDEF', base64]) {
			expect(everything(error)).not.toContain(part);
		}
		for (const part of ['aBcDeF', 'kLmNoP']) {
			expect(everything(error)).not.toContain(Buffer.from(part).toString('hex'));
			expect(everything(error)).not.toContain(Buffer.from(part).toString('base64').slice(0, 6));
		}
	});

	it.each([0, 1, 5, 10, 15, 20, 25, 26, 27])(
		'is hidden where %i of its characters stand before the cut',
		async (before) => {
			for (const length of [500, 598, 599, 600, 601]) {
				api.answer(refuse(`${'x'.repeat(length - before)}${TOKEN} and more ${'y'.repeat(100)}`));
				const error = await api.failure('meeting.get', get, withToken(TOKEN));
				expect(everything(error)).not.toContain('12|aB');
				expect(everything(error)).not.toContain('aBcDeF');
			}
		},
	);

	it('is hidden on the cut of a text whose lines were joined', async () => {
		api.answer(refuse(`${'a  \n b '.repeat(84)}${TOKEN}${' c'.repeat(100)}`));
		const error = await api.failure('meeting.get', get, withToken(TOKEN));
		expect(everything(error)).not.toContain('12|aB');
	});

	it('is hidden in the item under continue on fail', async () => {
		api.answer(refuse(`${'x'.repeat(590)}${TOKEN}`));
		const setup = { ...withToken(`${TOKEN}\n`), continueOnFail: true };
		const results = await api.json('meeting.get', get, setup);
		expect(JSON.stringify(results)).not.toContain('12|aB');
	});

	it('is hidden in what a dropdown says', async () => {
		api.answer(refuse(`No list for ${encodeURIComponent(TOKEN)}`));
		const error = await failureOf(api.search('searchTeams', withToken(TOKEN)));
		expect(everything(error)).not.toContain('aBcDeF');
	});

	it.each<[string, Reply]>([
		[
			'a redirect',
			{ status: 302, headers: { location: `/login/${encodeURIComponent(TOKEN)}?t=${TOKEN}` } },
		],
		['a text', { status: 400, text: `bad token ${TOKEN}` }],
		['the name of a field', { status: 422, json: { errors: { [TOKEN]: ['unknown'] } } }],
		['a failed write', { json: { success: false, message: `bad ${TOKEN}` } }],
		['a 404', { status: 404, json: { message: `no ${TOKEN}` } }],
	])('is hidden in %s', async (_, reply) => {
		api.answer(reply);
		const error = await api.failure('meeting.create', { title: 'x' }, withToken(TOKEN));
		expect(everything(error)).not.toContain('aBcDeF');
	});
});

describe('the secrets of a login', () => {
	const SECRET = 'sEcReT+oF/tHe=cLiEnT';
	const FRESH = 'fReSh.ToKeN.of-the-service';
	const setup = () => ({
		credentials: {
			claritalkServiceAccountOAuth2Api: {
				environment: 'custom',
				baseUrl: api.url,
				clientId: 'client-1',
				clientSecret: SECRET,
			},
		},
	});
	const parameters = { ...get, authentication: 'serviceAccount' };

	it.each([
		[SECRET],
		[encodeURIComponent(SECRET)],
		[`client_secret=${encodeURIComponent(SECRET)}&x`],
	])('are hidden where the login echoes %s', async (echoed) => {
		api.answer({
			status: 401,
			json: { error: 'invalid_client', error_description: `Wrong secret ${echoed}` },
		});
		const error = await api.failure('meeting.get', parameters, setup());
		expect(everything(error)).not.toContain('sEcReT');
	});

	it('are hidden where the API echoes the token that was got by them', async () => {
		api.answer(({ path }) =>
			path === '/oauth/token'
				? { json: { access_token: FRESH, token_type: 'Bearer', expires_in: 3600 } }
				: refuse(`You sent ${FRESH} and ${SECRET}`),
		);
		const error = await api.failure('meeting.get', parameters, setup());
		expect(error.description).toContain('You sent');
		expect(everything(error)).not.toContain('fReSh');
		expect(everything(error)).not.toContain('sEcReT');
	});
});

describe('a secret of one or two letters', () => {
	it.each([
		['a', 'A team has a name that is too large', /team has .* name that is too large/],
		['is', 'This title is missing', /This title .* missing/],
		// Not in the list of what was seen:
		['e', 'The meeting e cannot be kept', /The meeting .* cannot be kept/],
		['Th', 'The title Th is there', /The title .* is there/],
		['4', 'At most 40 in 4 days', /At most 40 in .* days/],
	])('%s hides nothing but itself as a word', async (secret, message, shown) => {
		api.answer(refuse(message));
		const error = await api.failure('meeting.get', get, withToken(secret));
		expect(error.description).toMatch(shown);
		expect(error.message).not.toContain('hidden');
	});
});

it('a token in place of a time to come back is not told', async () => {
	api.answer({ status: 503, headers: { 'retry-after': api.token }, json: { message: 'Busy' } });
	const error = await api.failure('meeting.get', { meetingId: byId('m1') });
	expect(error.description).toContain('Claritalk says: Busy');
	expect(error.description).not.toContain(api.token);
});
