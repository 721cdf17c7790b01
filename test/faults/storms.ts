import type { Sandbox } from '../sandbox';
import { FAULTS } from './faults';
import type { Exchange } from './proxy';

/** What a storm does to one request. */
export interface Blow {
	meddle(exchange: Exchange, sandbox: Sandbox): void | Promise<void>;
	/** Whether a token is refused for it, so that one more login is due. */
	refusesToken?: boolean;
}

/** Something that goes wrong again and again while the items of one execution run. */
export interface Storm {
	/** As the page names it. */
	name: string;
	/** What happens to a request to the API, counted from 1. */
	strike(count: number): Blow | undefined;
	/** The same of the requests for a token. */
	strikeLogin?(count: number): Blow | undefined;
}

const blowOf = (name: string): Blow => ({
	meddle: FAULTS.find((fault) => fault.name === name)!.meddle!,
});

const RESET = blowOf('reset before the request is handled');
const LOST = blowOf('reset after the request was handled: the answer is lost');
const BAD_GATEWAY = blowOf('502 of a gateway that did not reach the API');
const UNAVAILABLE = blowOf('503 with Retry-After');
const LIMITED = blowOf('429 with Retry-After');
const REFUSED: Blow = { ...blowOf('401 for a token that is good'), refusesToken: true };
/** Every access token dies just before the request arrives, those of the others under way, too. */
const DYING: Blow = {
	refusesToken: true,
	meddle: async ({ ask, give }, sandbox) => {
		sandbox.oauth.expireAccessTokens();
		give(await ask());
	},
};

const every = (nth: number, blow: Blow) => (count: number) =>
	count % nth === 0 ? blow : undefined;

/** Storms over many items: what a fault does to a single call stands in {@link FAULTS}. */
export const STORMS: Storm[] = [
	{ name: 'every token dies after 11 requests', strike: every(12, DYING) },
	{ name: 'every token dies after 4 requests', strike: every(5, DYING) },
	{
		name: 'every token dies after 11 requests, and every other login is answered with 503',
		strike: every(12, DYING),
		strikeLogin: (count) => every(2, UNAVAILABLE)(count + 1),
	},
	{
		name: 'every fifth request is refused with 401, though its token is good',
		strike: every(5, REFUSED),
	},
	{ name: 'every other request is answered with 429', strike: every(2, LIMITED) },
	{
		name: 'every third connection is reset before its request is handled',
		strike: every(3, RESET),
	},
	{ name: 'every fourth answer is lost after its request was handled', strike: every(4, LOST) },
	{
		name: 'of eight requests two are answered with 502, and one with 503',
		strike: (count) =>
			[undefined, BAD_GATEWAY, BAD_GATEWAY, UNAVAILABLE][Math.max(0, (count % 8) - 4)],
	},
	{
		name: 'an outage from the 9th request to the 16th (503)',
		strike: (count) => (count > 8 && count <= 16 ? UNAVAILABLE : undefined),
	},
	{
		name: 'all of these at once',
		strike: (count) =>
			every(12, DYING)(count) ??
			every(5, BAD_GATEWAY)(count) ??
			every(7, LOST)(count) ??
			every(8, LIMITED)(count) ??
			every(9, RESET)(count),
	},
];
