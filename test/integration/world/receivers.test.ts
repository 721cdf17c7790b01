import { clock } from '../../../nodes/api/clock';
import { failureOf } from '../../harness/claritalk';
import type { WebhookTrigger } from '../../harness/harness';
import { logged } from '../../harness/logged';
import { type Reply, type Seen, useScriptedApi } from '../../harness/scriptedApi';

const TAKEN: Reply = { json: { success: true } };
const DOWN: Reply = { status: 503, json: { message: 'down' } };
const AGAIN = 'Claritalk sends its events to the workflow "A" again';

const api = useScriptedApi();

/** The address that this Claritalk has, whatever it answered when it was told. */
let address = '';
beforeEach(() => claritalkTakes(TAKEN));

function take({ body }: Seen): void {
	address = (body as { webhook_url: string }).webhook_url;
}

/** Keeps every address that it is told, and answers so. */
function claritalkTakes(reply: Reply): void {
	api.answer((request) => {
		take(request);
		return reply;
	});
}

const triggerOf = (name: string) =>
	api.n8n.trigger('claritalkTrigger', { workflow: { id: name, name } });
const testOf = (name: string) => Object.assign(triggerOf(name), { isTest: true });

async function published(name: string) {
	const trigger = triggerOf(name);
	await trigger.activate();
	return { trigger, url: address };
}

/** Registers as n8n does: what fails is undone. */
async function failing(trigger: WebhookTrigger) {
	const error = await failureOf(trigger.activate());
	expect(await trigger.deactivate()).toBe(true);
	return error;
}

/** Waits until so many requests have come. */
async function sent(count: number): Promise<void> {
	while (api.requests.length < count) await new Promise((resolve) => setImmediate(resolve));
}

/** Something that is waited for until it is told to go on. */
function gate() {
	let open!: () => void;
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { open, opened };
}

describe('a registration that Claritalk took, and that fails all the same', () => {
	const triggers = [
		['the test of a draft', () => testOf('D')],
		['publishing another workflow', () => triggerOf('B')],
	] as const;
	const replies: Array<[string, Reply, string]> = [
		['the time-out of a gateway', { status: 504, text: '' }, 'Claritalk'],
		['a closed connection', { drop: true }, 'Claritalk could not be reached'],
		['a refusal', { status: 422, json: { message: 'Your ping failed' } }, 'Your ping failed'],
	];
	const cases = triggers.flatMap(([what, make]) =>
		replies.map(([how, reply, shown]) => ({ what, make, how, reply, shown })),
	);

	it.each(cases)(
		'leaves the address with the one that had it: $what, $how',
		async ({ make, reply, shown }) => {
			const { url, trigger } = await published('A');
			const lines = logged();
			api.answer((request) => {
				take(request);
				// Claritalk is well again for the address that it had.
				return address === url ? TAKEN : reply;
			});
			expect((await failing(make())).message).toContain(shown);
			expect(address).toBe(url);
			expect(lines).toEqual([
				{ level: 'info', message: `After a registration that failed, ${AGAIN}` },
			]);
			await trigger.deactivate();
		},
	);

	it('says so where that fails, too, and shows the first error', async () => {
		const { trigger } = await published('A');
		const lines = logged();
		claritalkTakes({ status: 504, json: { message: 'too slow' } });
		api.waits.length = 0;
		expect((await failing(triggerOf('B'))).message).toContain('too slow');
		expect(lines).toEqual([
			{
				level: 'error',
				message: expect.stringMatching(
					/^After a registration that failed, Claritalk may still .* publish the workflow "A" again\. .*too slow/,
				),
			},
		]);
		expect(api.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(12_000);
		claritalkTakes(TAKEN);
		await trigger.deactivate();
	});

	it('is followed by nothing where it was turned away, unless an attempt before was not', async () => {
		const { trigger, url } = await published('A');
		const lines = logged();
		const refusal: Reply = { status: 403, json: { message: 'No' } };
		api.answer(refusal);
		await failing(testOf('D'));
		expect(api.requests).toHaveLength(2);

		api.answer((request, count) => {
			if (count === 4) return refusal;
			take(request);
			return count === 3 ? DOWN : TAKEN;
		});
		await failing(testOf('D'));
		expect(address).toBe(url);
		expect(lines).toHaveLength(1);
		await trigger.deactivate();
	});

	it('of the one that has the address already is given to no other', async () => {
		const { trigger } = await published('A');
		const lines = logged();
		claritalkTakes({ status: 422, json: { message: 'No' } });
		await failureOf(trigger.activate());
		expect(api.requests).toHaveLength(2);
		expect(lines).toEqual([]);
		claritalkTakes(TAKEN);
		await trigger.deactivate();
	});
});

describe('what is asked for at once reaches Claritalk one after another', () => {
	it('the one that was published last has the address, though the first was tried again meanwhile', async () => {
		const { open, opened } = gate();
		api.answer(async (request, count) => {
			if (count === 1) await opened;
			if (count === 1) return DOWN;
			take(request);
			return TAKEN;
		});
		const lines = logged();
		const [a, b] = [triggerOf('A'), triggerOf('B')];
		const first = a.activate();
		await sent(1);
		const second = b.activate();
		open();
		await Promise.all([first, second]);
		const last = address;
		expect(lines.map(({ message }) => message)).toEqual([
			expect.stringContaining('now to the workflow "B", no longer to "A"'),
		]);

		await a.deactivate();
		expect(address).toBe(last);
		expect(api.requests).toHaveLength(3);
		await b.deactivate();
	});

	it('the one that is being published while a test ends keeps the address', async () => {
		const b = await published('B');
		const d = testOf('D');
		await d.activate();
		const { open, opened } = gate();
		api.answer(async (request, count) => {
			take(request);
			if (count === 3) await opened;
			return TAKEN;
		});
		const a = triggerOf('A');
		const publishing = a.activate();
		await sent(3);
		const registered = address;
		const ending = d.deactivate();
		open();
		await Promise.all([publishing, ending]);
		expect(address).toBe(registered);
		expect(api.requests).toHaveLength(3);

		await a.deactivate();
		expect(address).toBe(b.url);
		await b.trigger.deactivate();
	});

	it('the order is the one in which Claritalk was told, also where the clock is set back', async () => {
		const a = await published('A');
		jest.spyOn(clock, 'now').mockReturnValue(1);
		const b = await published('B');
		const test = testOf('D');
		await test.activate();
		await test.deactivate();
		expect(address).toBe(b.url);
		await b.trigger.deactivate();
		expect(address).toBe(a.url);
		await a.trigger.deactivate();
	});

	it('one that fails holds up nobody', async () => {
		const a = triggerOf('A');
		claritalkTakes({ drop: true });
		const first = failureOf(a.activate());
		await sent(3);
		claritalkTakes(TAKEN);
		const b = await published('B');
		expect((await first).message).toContain('could not be reached');
		expect(address).toBe(b.url);
		await b.trigger.deactivate();
	});
});
