import { originOf } from '../../../credentials/environment';

const custom = (baseUrl: unknown) => ({ environment: 'custom', baseUrl: baseUrl as string });

it.each([
	[{}, 'https://app.claritalk.com'],
	[{ environment: 'production', baseUrl: 'https://ignored.example' }, 'https://app.claritalk.com'],
	[{ environment: 'staging' }, 'https://staging.claritalk.com'],
	[custom('https://claritalk.example.com'), 'https://claritalk.example.com'],
	[custom(' https://claritalk.example.com:8443/ '), 'https://claritalk.example.com:8443'],
	[custom('https://[2001:db8::1]:8443'), 'https://[2001:db8::1]:8443'],
	[custom('http://localhost:8787'), 'http://localhost:8787'],
	[custom('http://127.0.0.1:8787/'), 'http://127.0.0.1:8787'],
	[custom('http://127.3.2.1'), 'http://127.3.2.1'],
	[custom('http://[::1]:8787'), 'http://[::1]:8787'],
])('%j belongs to %s', (data, origin) => expect(originOf(data)).toBe(origin));

it.each([
	'',
	undefined,
	'claritalk.example.com',
	'ftp://claritalk.example.com',
	'http://claritalk.example.com',
	'http://localhost.evil.example',
	'http://127.0.0.1.evil.example',
	'http://127.0.0.1@evil.example',
	'https://user:secret@claritalk.example.com',
	'https://user@claritalk.example.com',
	'https://claritalk.example.com/api',
	'https://claritalk.example.com//',
	'https://claritalk.example.com?x=1',
	'https://claritalk.example.com/?',
	'https://claritalk.example.com#x',
	'https://claritalk.example.com:99999',
	'https://claritalk.example.com\\evil.example',
	'https://cla ritalk.example.com',
	'https://',
	'https://[::1',
])('refuses the Base URL %j and says what is allowed', (baseUrl) => {
	expect(() => originOf(custom(baseUrl))).toThrow(
		/^The Base URL in the Claritalk credential cannot be used.*origin.*no path.*https:\/\/ unless.*this machine/,
	);
});

it.each(['toString', 'other'])('refuses the unknown environment %j', (environment) => {
	expect(() => originOf({ environment, baseUrl: '' })).toThrow('cannot be used');
});
