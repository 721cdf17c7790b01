import { type Receiver, Receivers } from '../../../nodes/ClaritalkTrigger/receivers';

const receiver = (url: string, since = 0): Receiver => ({
	url,
	webhookId: url,
	workflow: `Workflow of ${url}`,
	since,
});

it('knows who was registered last for each client, and tells who had the address before', () => {
	const receivers = new Receivers();
	expect(receivers.get('client')).toBeUndefined();
	expect(receivers.note('client', receiver('a'))).toBeUndefined();
	expect(receivers.note('other', receiver('b'))).toBeUndefined();
	expect(receivers.note('client', receiver('a'))).toBeUndefined();
	expect(receivers.note('client', receiver('c', 1))).toEqual(receiver('a'));
	expect(receivers.get('client')).toEqual(receiver('c', 1));
	expect(receivers.get('other')).toEqual(receiver('b'));
});

it('believes no one who was registered earlier than the one it knows', () => {
	const receivers = new Receivers();
	receivers.note('client', receiver('late', 2));
	expect(receivers.note('client', receiver('early', 1))).toBeUndefined();
	expect(receivers.get('client')).toEqual(receiver('late', 2));
});

it('forgets a trigger that does not listen any more, of whatever client, and no other', () => {
	const receivers = new Receivers();
	receivers.note('client', receiver('a'));
	receivers.note('other', receiver('b'));
	receivers.forget('a');
	receivers.forget('unknown');
	expect(receivers.get('client')).toBeUndefined();
	expect(receivers.get('other')).toEqual(receiver('b'));
});

it('keeps 200 clients, those that were registered last', () => {
	const receivers = new Receivers();
	for (let i = 0; i < 200; i++) receivers.note(`client ${i}`, receiver('a'));
	receivers.note('client 0', receiver('b', 1));
	receivers.note('one more', receiver('c'));
	expect(receivers.get('client 0')).toBeDefined();
	expect(receivers.get('client 1')).toBeUndefined();
	expect(receivers.get('client 2')).toBeDefined();
});
