import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

/** The part of every Claritalk credential that says which Claritalk it belongs to. */
export interface EnvironmentData {
	environment?: string;
	baseUrl?: string;
}

/** The vendor's two installations, by the origin that `/api` and `/oauth` hang under (documented). */
const ORIGINS = new Map([
	['production', 'https://app.claritalk.com'],
	['staging', 'https://staging.claritalk.com'],
]);

/** `https://host[:port]`, or `http` where the host is this machine; nothing after it but one `/`. */
const ALLOWED =
	/^(https:\/\/([^\s\/\\?#@:]+|\[[0-9a-f:.]+\])|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\]))(:\d{1,5})?\/?$/i;

const BASE_URL_RULE =
	'Only the origin, such as https://claritalk.example.com: no path, user name, query or fragment. ' +
	'It must start with https:// unless the host is this machine (localhost, 127.0.0.1 or [::1])';

/** A protocol that no HTTP client speaks: a request to it fails before it is sent, with these words in the error. */
const REFUSED_PROTOCOL = 'base-url-must-be-an-https-origin-or-http-on-this-machine:';

/** The fields that every Claritalk credential type begins with. */
export const environmentProperties: INodeProperties[] = [
	{
		displayName: 'Environment',
		name: 'environment',
		type: 'options',
		options: [
			{ name: 'Custom', value: 'custom', description: 'Another address, such as a test server' },
			{ name: 'Production', value: 'production', description: 'The app at app.claritalk.com' },
			{ name: 'Staging', value: 'staging', description: 'The app at staging.claritalk.com' },
		],
		default: 'production',
		description: 'Which Claritalk the credential belongs to',
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://claritalk.example.com',
		description: `${BASE_URL_RULE}.`,
		displayOptions: { show: { environment: ['custom'] } },
	},
];

/**
 * The origin a credential speaks to, without a trailing slash.
 *
 * @throws UserError when `environment` is `custom` and `baseUrl` is no origin, or `http` to another machine
 */
export function originOf({ environment = 'production', baseUrl }: EnvironmentData): string {
	const known = ORIGINS.get(environment);
	if (known) return known;

	const given = String(baseUrl ?? '').trim();
	if (!ALLOWED.test(given) || !URL.canParse(given)) {
		throw new UserError(
			`The Base URL in the Claritalk credential cannot be used. ${BASE_URL_RULE}`,
		);
	}
	return new URL(given).origin;
}

/** Whether an address is on this machine, where nobody else reaches it. */
export function isLoopback(address: string): boolean {
	return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(new URL(address).hostname);
}

/**
 * An n8n expression that gives the same origin inside a credential type, where no code of ours runs.
 * A Base URL that {@link originOf} refuses becomes an address that nothing can be sent to.
 *
 * @param source what the expression calls the credential's data: `$credentials` in a test, `$self` in a field
 */
export function originExpression(source: '$credentials' | '$self', path: string): string {
	const base = `(${source}["baseUrl"] ?? "").trim()`;
	const custom = `${String(ALLOWED)}.test(${base}) ? ${base}.replace(/[/]$/, "") : "${REFUSED_PROTOCOL}"`;
	const known = [...ORIGINS].map(([name, origin]) => `"${name}": "${origin}"`).join(', ');
	return `={{ (({ ${known} })[${source}["environment"] ?? "production"] ?? (${custom})) + "${path}" }}`;
}
