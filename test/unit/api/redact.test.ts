import { redact } from '../../../nodes/api/redact';

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
])('%j becomes %j', (text, clean) => expect(redact(text, credential)).toBe(clean));

it('bears a credential without secrets', () => expect(redact('text', {})).toBe('text'));
