import { type Receiver, Receivers } from '../../../nodes/ClaritalkTrigger/receivers';

const receiver = (url: string, since = 0): Receiver => ({
	url,
	webhookId: url,
	workflowId: url,
	workflow: `Workflow of ${url}`,
	node: 'Claritalk Trigger',
	since,
});

it('knows who was registered last for each client, and tells who had the address before', () => {
	const receivers = new Receivers();
	expect(receivers.newest('client')).toBeUndefined();
	expect(receivers.note('client', receiver('a'))).toBeUndefined();
	expect(receivers.note('other', receiver('b'))).toBeUndefined();
	expect(receivers.note('client', receiver('a'))).toBeUndefined();
	expect(receivers.note('client', receiver('c', 1))).toEqual(receiver('a'));
	expect(receivers.newest('client')).toEqual(receiver('c', 1));
	expect(receivers.newest('other')).toEqual(receiver('b'));
});

it('puts one who was registered earlier than the newest behind it', () => {
	const receivers = new Receivers();
	receivers.note('client', receiver('late', 2));
	expect(receivers.note('client', receiver('early', 1))).toBeUndefined();
	expect(receivers.newest('client')).toEqual(receiver('late', 2));
	expect(receivers.forget('late')).toEqual(receiver('early', 1));
});

it('tells who has the address when the newest leaves, whatever left before', () => {
	const receivers = new Receivers();
	for (const [at, url] of ['a', 'b', 'c', 'd'].entries()) {
		receivers.note('client', receiver(url, at));
	}
	expect(receivers.forget('c')).toBeUndefined();
	expect(receivers.forget('d')).toEqual(receiver('b', 1));
	receivers.note('client', receiver('a', 4));
	expect(receivers.forget('a')).toEqual(receiver('b', 1));
	expect(receivers.forget('b')).toBeUndefined();
	expect(receivers.newest('client')).toBeUndefined();
});

it('forgets a trigger that does not listen any more, of whatever client, and no other', () => {
	const receivers = new Receivers();
	receivers.note('client', receiver('a'));
	receivers.note('other', receiver('b'));
	receivers.forget('a');
	receivers.forget('unknown');
	expect(receivers.newest('client')).toBeUndefined();
	expect(receivers.newest('other')).toEqual(receiver('b'));
});

it('keeps 200 clients, those that were registered last', () => {
	const receivers = new Receivers();
	for (let i = 0; i < 200; i++) receivers.note(`client ${i}`, receiver('a'));
	receivers.note('client 0', receiver('b', 1));
	receivers.note('one more', receiver('c'));
	expect(receivers.newest('client 0')).toBeDefined();
	expect(receivers.newest('client 1')).toBeUndefined();
	expect(receivers.newest('client 3')).toBeDefined();
});

it('keeps 100 triggers of a client, those that were registered last', () => {
	const receivers = new Receivers();
	for (let i = 0; i < 101; i++) receivers.note('client', receiver(`${i}`, i));
	for (let i = 100; i > 1; i--) expect(receivers.forget(`${i}`)).toBeDefined();
	expect(receivers.forget('1')).toBeUndefined();
	expect(receivers.newest('client')).toBeUndefined();
});

it('knows which address Claritalk has, until one that was told is lost', async () => {
	const receivers = new Receivers();
	const [a, b] = [receiver('a'), receiver('b')];
	expect(receivers.has('client', a)).toBe(false);
	await receivers.telling('client', a, async () => {
		expect(receivers.has('client', a)).toBe(false);
	});
	expect(receivers.has('client', a)).toBe(true);
	expect(receivers.has('other', a)).toBe(false);
	const lost = receivers.telling('client', b, async () => await Promise.reject(new Error('lost')));
	await expect(lost).rejects.toThrow('lost');
	expect([a, b].some((one) => receivers.has('client', one))).toBe(false);
});
