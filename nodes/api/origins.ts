import { UserError } from 'n8n-workflow';

/** The part of every Claritalk credential that says which Claritalk it belongs to. */
export interface EnvironmentData {
	environment?: unknown;
	baseUrl?: unknown;
}

/** The vendor's two installations, by the origin that `/api` and `/oauth` hang under (documented). */
const ORIGINS = new Map([
	['production', 'https://app.claritalk.com'],
	['staging', 'https://staging.claritalk.com'],
]);

/** Where tokens are given, below the origin (documented). */
export const TOKEN_PATH = '/oauth/token';

/** `https://host[:port]`, or `http` where the host is this machine; nothing after it but one `/`. */
const ALLOWED =
	/^(https:\/\/([^\s\/\\?#@:]+|\[[0-9a-f:.]+\])|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\]))(:\d{1,5})?\/?$/i;

/** Blanks around what was pasted, those without a width included; each run of them in the middle is looked at once. */
const EDGES = /^[\s\u200b-\u200d\u2060]+|(?<![\s\u200b-\u200d\u2060])[\s\u200b-\u200d\u2060]+$/g;

/** What a Base URL must be, for its field and for errors. */
export const BASE_URL_RULE =
	'It takes only the beginning of the address, without a user name and up to the first slash after the host, ' +
	'such as https://claritalk.example.com. ' +
	'It must start with https:// unless the host is this machine (localhost, 127.0.0.1 or [::1])';

/** A protocol that no HTTP client speaks: a request to it fails before it is sent, with these words in the error. */
const REFUSED_PROTOCOL = 'environment-or-base-url-cannot-be-used:';

/** A text as it was meant, without the blanks that pasting brings along. */
export function withoutEdges(pasted: unknown): string {
	return String(pasted ?? '').replace(EDGES, '');
}

/**
 * The origin a credential speaks to, without a trailing slash.
 *
 * @throws UserError when `environment` is none that is known, or `custom` with a `baseUrl` that is no origin, or is
 * `http` to another machine
 */
export function originOf({ environment, baseUrl }: EnvironmentData): string {
	const chosen = String(environment ?? 'production');
	const known = ORIGINS.get(chosen);
	if (known) return known;
	if (chosen !== 'custom') {
		throw new UserError(
			'The Environment in the Claritalk credential cannot be used. Choose Production, Staging or Custom',
		);
	}
	const given = withoutEdges(baseUrl);
	if (!ALLOWED.test(given) || !URL.canParse(given)) {
		throw new UserError(
			`The Base URL in the Claritalk credential cannot be used. ${adviceOn(given)}${BASE_URL_RULE}`,
		);
	}
	return new URL(given).origin;
}

/** The advice for an address that begins with its host, or goes on after it. */
function adviceOn(given: string): string {
	const origin = given.includes('@') || !URL.canParse(given) ? '' : new URL(given).origin;
	if (ALLOWED.test(origin)) return `Take away what follows ${origin}. `;
	if (given === '' || /^[a-z][\w+.-]*:\/|^[/\\]/i.test(given)) return '';
	const isLocal = /^(localhost|127\.[\d.]+|\[::1\])([:/]|$)/i.test(given);
	return `Add ${isLocal ? 'http' : 'https'}:// in front. `;
}

/** From where an address can be reached: from no other machine, from a private network only, or from anywhere. */
export type Reach = 'nowhere' | 'network' | 'anywhere';

/** This machine (RFC 6761, RFC 4291, and what `/etc/hosts` calls it), and what remains of an address whose protocol was written twice. */
const NOWHERE =
	/^((ip6-)?localhost|ip6-loopback|localhost\.localdomain|.+\.localhost|\[::(1|7f[\da-f]{2}:[\da-f]+)?\]|https?)$/;

/** Names that no public server knows: one word alone, and what is reserved (RFC 2606, 6762, 8375) or in use as if it were. */
const LOCAL_NAMES =
	/^[^.[]+$|\.(local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa|test|invalid|example)$/;

/** This machine (RFC 1122). */
const OWN_IPV4 = ['0.0.0.0/8', '127.0.0.0/8'];

/** What is reached from within a network only, if at all (IANA, IPv4 Special-Purpose Address Registry; multicast). */
const LOCAL_IPV4 = [
	'10.0.0.0/8',
	'100.64.0.0/10',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'224.0.0.0/3',
];

/** Tells by the looks of an address, without asking anyone, from where it can be reached. */
export function reachOf(address: string): Reach {
	if (!/^https?:/i.test(address) || !URL.canParse(address)) return 'nowhere';
	const host = embeddedIPv4(new URL(address).hostname.toLowerCase().replace(/\.$/, ''));
	// The URL parser writes any host that ends in a number as four numbers.
	if (/^[\d.]+$/.test(host)) {
		if (isWithin(host, OWN_IPV4)) return 'nowhere';
		return isWithin(host, LOCAL_IPV4) ? 'network' : 'anywhere';
	}
	if (NOWHERE.test(host)) return 'nowhere';
	const isLocal = host.startsWith('[') ? !isGlobalIPv6(host) : LOCAL_NAMES.test(host);
	return isLocal ? 'network' : 'anywhere';
}

/** The IPv4 address within an IPv6 address that stands for one (RFC 4291, 6052); any other host as it is. */
function embeddedIPv4(host: string): string {
	const [, high, low] = /^\[(?:::ffff|64:ff9b:):([0-9a-f]+):([0-9a-f]+)\]$/.exec(host) ?? [];
	if (low === undefined) return host;
	return [high, low]
		.map((part) => parseInt(part, 16))
		.flatMap((part) => [part >> 8, part & 255])
		.join('.');
}

function isWithin(ipv4: string, ranges: string[]): boolean {
	return ranges.some((range) => {
		const [first, bits] = range.split('/');
		const size = 2 ** (32 - Number(bits));
		return Math.floor(toNumber(ipv4) / size) === Math.floor(toNumber(first) / size);
	});
}

function toNumber(ipv4: string): number {
	return ipv4.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

/** Whether it is in the one range that public addresses are given from (RFC 4291), and not for documentation or benchmarks. */
function isGlobalIPv6(host: string): boolean {
	// Between two colons are noughts.
	const [first, second, third] = host
		.slice(1, -1)
		.split(':')
		.map((part) => parseInt(part || '0', 16));
	const isDocumentation =
		(first === 0x2001 && second === 0xdb8) || (first === 0x3fff && second < 0x1000);
	const isBenchmark = first === 0x2001 && second === 2 && third === 0;
	return first >> 13 === 1 && !isDocumentation && !isBenchmark;
}

/**
 * An n8n expression that gives the same origin inside a credential type, where no code of ours runs.
 * What {@link originOf} refuses becomes an address that nothing can be sent to.
 *
 * @param source what the expression calls the credential's data: `$credentials` in a test, `$self` in a field
 */
export function originExpression(source: '$credentials' | '$self', path: string): string {
	const chosen = `(${source}["environment"] ?? "production")`;
	const base = `(${source}["baseUrl"] ?? "").replace(${String(EDGES)}, "")`;
	const custom = `(${chosen} === "custom" && ${String(ALLOWED)}.test(${base}) ? ${base}.replace(/[/]$/, "") : "${REFUSED_PROTOCOL}")`;
	const origin = [...ORIGINS].reduceRight(
		(otherwise, [name, known]) => `(${chosen} === "${name}" ? "${known}" : ${otherwise})`,
		custom,
	);
	return `={{ ${origin} + "${path}" }}`;
}
