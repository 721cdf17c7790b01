import type { INode, INodeType } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { originExpression, originOf, reachOf, type Reach } from '../../../nodes/api/origins';

const custom = (baseUrl: unknown) => ({ environment: 'custom', baseUrl: baseUrl as string });

it.each([
	[{}, 'https://app.claritalk.com'],
	[{ environment: 'production', baseUrl: 'https://ignored.example' }, 'https://app.claritalk.com'],
	[{ environment: 'staging' }, 'https://staging.claritalk.com'],
	[custom('https://claritalk.example.com'), 'https://claritalk.example.com'],
	[custom(' https://claritalk.example.com:8443/ '), 'https://claritalk.example.com:8443'],
	[custom('\u200bhttps://claritalk.example.com\u00a0\n'), 'https://claritalk.example.com'],
	[{ environment: null, baseUrl: null }, 'https://app.claritalk.com'],
	[custom('https://[2001:db8::1]:8443'), 'https://[2001:db8::1]:8443'],
	[custom('http://localhost:8787'), 'http://localhost:8787'],
	[custom('http://127.0.0.1:8787/'), 'http://127.0.0.1:8787'],
	[custom('http://127.3.2.1'), 'http://127.3.2.1'],
	[custom('http://[::1]:8787'), 'http://[::1]:8787'],
])('%j belongs to %s', (data, origin) => expect(originOf(data)).toBe(origin));

const REFUSED = [
	'',
	undefined,
	null,
	'claritalk.example.com',
	'localhost:8787',
	'ftp://claritalk.example.com',
	'http://claritalk.example.com',
	'http://localhost.evil.example',
	'http://127.0.0.1.evil.example',
	'http://127.0.0.1@evil.example',
	'https://user:secret@claritalk.example.com',
	'https://user@claritalk.example.com',
	'https://claritalk.example.com/api',
	'https://claritalk.example.com/dashboard',
	'https://claritalk.example.com//',
	'https://claritalk.example.com?x=1',
	'https://claritalk.example.com/?',
	'https://claritalk.example.com#x',
	'https://claritalk.example.com\\evil.example',
	'https://cla ritalk.example.com',
	'https://',
	'https://[::1',
];

it.each([...REFUSED, 'https://claritalk.example.com:99999'])(
	'refuses the Base URL %j and says what is allowed',
	(baseUrl) => {
		expect(() => originOf(custom(baseUrl))).toThrow(
			/^The Base URL in the Claritalk credential cannot be used.*only the beginning of the address.*up to the first slash after the host.*https:\/\/ unless.*this machine/,
		);
	},
);

it.each([
	['https://app.claritalk.com/api', 'Take away what follows https://app.claritalk.com.'],
	['http://localhost:8787/meetings?page=1', 'Take away what follows http://localhost:8787.'],
	['claritalk.example.com', 'Add https:// in front.'],
	['claritalk.example.com:8443/dashboard', 'Add https:// in front.'],
	['claritalk.example.com?back=https://x', 'Add https:// in front.'],
	['n8n.localhost:8787', 'Add https:// in front.'],
	['localhost:8787', 'Add http:// in front.'],
	['localhost', 'Add http:// in front.'],
	['127.0.0.1:8787/', 'Add http:// in front.'],
])('knows what the Base URL %j lacks', (baseUrl, advice) =>
	expect(() => originOf(custom(baseUrl))).toThrow(advice),
);

it('does not want a protocol in front of an address that has one', () =>
	expect(() => originOf(custom('https://claritalk.example.com/x'))).not.toThrow('Add '));

it.each(['ftp://x', '//x', 'https://user@claritalk.example.com', ''])(
	'gives no advice but the rule on %j',
	(baseUrl) =>
		expect(() => originOf(custom(baseUrl))).toThrow(/credential cannot be used\. It takes only/),
);

const UNKNOWN = [
	'toString',
	'constructor',
	'__proto__',
	'hasOwnProperty',
	'other',
	'Production',
	'',
];

it.each(UNKNOWN)('refuses the unknown environment %j', (environment) => {
	expect(() => originOf({ environment, baseUrl: 'https://claritalk.example.com' })).toThrow(
		'The Environment in the Claritalk credential cannot be used. Choose Production, Staging or Custom',
	);
});

describe('the expression for a credential type', () => {
	const resolve = (data: object) => {
		const node = {
			id: '1',
			name: 'x',
			type: 'x',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const type = { description: { properties: [] } } as unknown as INodeType;
		const nodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		const workflow = new Workflow({
			nodes: [node as INode],
			connections: {},
			active: false,
			nodeTypes,
		});
		return workflow.expression.getSimpleParameterValue(
			node as INode,
			originExpression('$credentials', '/api'),
			'internal',
			{ $credentials: data },
		);
	};

	it.each([
		{},
		{ environment: 'staging' },
		...[
			'https://claritalk.example.com',
			' https://claritalk.example.com:8443/\n',
			'\u200bhttp://127.0.0.1:8787/',
		].map(custom),
	])('gives for %j what the code gives', (data) => {
		expect(resolve(data)).toBe(`${originOf(data)}/api`);
	});

	it.each([
		...REFUSED.map(custom),
		...UNKNOWN.map((environment) => ({ environment, baseUrl: 'https://claritalk.example.com' })),
	])('gives for %j no address that anything can be sent to', (data) => {
		expect(resolve(data)).toBe('environment-or-base-url-cannot-be-used:/api');
	});
});

describe('an address can be reached from', () => {
	it.each<[Reach, string[]]>([
		[
			'nowhere',
			[
				'http://localhost:5678',
				'http://LOCALHOST./x',
				'http://n8n.localhost',
				'http://localhost.localdomain',
				'http://ip6-localhost:5678',
				'http://ip6-loopback',
				'http://127.0.0.1',
				'http://127.1:5678',
				'http://0.1.2.3',
				'http://0.0.0.0:5678',
				'http://[::1]:5678',
				'http://[::]',
				'http://[::127.0.0.1]',
				'http://[::7f00:1]',
				'http://[::ffff:127.0.0.1]',
				'http://[64:ff9b::127.0.0.1]',
				'https://https//n8n.example.com',
				'https://http://n8n.example.com',
				'n8n.example.com/webhook',
				'n8n.example.com:5678/webhook',
				'ftp://n8n.example.com/?to=https://n8n.example.com',
				'',
			],
		],
		[
			'network',
			[
				'http://[::8.8.8.8]',
				'http://n8n.localdomain',
				'http://10.0.0.1',
				'http://172.16.0.1',
				'http://172.31.255.254',
				'http://192.168.1.5:5678',
				'http://169.254.1.1',
				'http://100.64.0.1',
				'http://100.127.255.254',
				'http://192.0.0.8',
				'http://192.0.2.1',
				'http://198.18.0.1',
				'http://198.19.255.254',
				'http://198.51.100.1',
				'http://203.0.113.1',
				'http://224.0.0.1',
				'http://240.0.0.1',
				'http://255.255.255.255',
				'http://0xc0a80105',
				'http://[fc00::1]',
				'http://[fd12:3456::1]:5678',
				'http://[fe80::1]',
				'http://[febf::1]',
				'http://[fec0::1]',
				'http://[ff02::1]',
				'http://[100::1]',
				'http://[64:ff9b::10.0.0.1]',
				'http://[64:ff9b:1::1]',
				'http://[2001:db8::1]',
				'http://[2001:2::1]',
				'http://[3fff::1]',
				'http://[::8.8.8.8]',
				'http://[::ffff:192.168.1.5]',
				'http://n8n:5678',
				'http://n8n-1:5678',
				'https://nas.local',
				'https://n8n.home.arpa',
				'http://host.docker.internal:5678',
				'http://n8n.lan',
				'https://n8n.test',
				'https://n8n.invalid',
				'https://local.example.',
				'https://xn--bcher-kva.example',
			],
		],
		[
			'anywhere',
			[
				'https://n8n.example.com',
				'https://localhost.example.com',
				'https://10.example.com',
				'https://example.com',
				'https://home.arpa.be',
				'https://test.be',
				'https://8.8.8.8',
				'https://172.15.0.1',
				'https://172.32.0.1',
				'https://192.169.0.1',
				'https://100.63.0.1',
				'https://100.128.0.1',
				'https://192.0.1.1',
				'https://192.0.3.1',
				'https://198.17.255.254',
				'https://198.20.0.1',
				'https://198.51.101.1',
				'https://203.0.112.1',
				'https://223.255.255.254',
				'https://1.1.1.1',
				'https://[2001:db7::1]',
				'https://[2001:4860:4860::8888]',
				'https://[2001:2:1::1]',
				'https://[2a00:1450::1]',
				'https://[2a00:db8::1]',
				'https://[2a00:2::1]',
				'https://[3fff:1000::1]',
				'https://[64:ff9b::8.8.8.8]',
				'https://[::ffff:8.8.8.8]',
				'https://xn--bcher-kva.be',
			],
		],
	])('%s', (reach, addresses) => {
		expect(addresses.filter((address) => reachOf(address) !== reach)).toEqual([]);
	});
});
