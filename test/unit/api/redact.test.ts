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
	['environment custom, type Bearer', 'environment custom, type Bearer'],
])('%j becomes %j', (text, clean) => expect(redact(text, credential)).toBe(clean));

it('bears a credential without secrets', () => expect(redact('text', {})).toBe('text'));
