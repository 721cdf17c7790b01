import { Turns } from '../../../nodes/ClaritalkTrigger/turns';

it('lets one end before the next begins, and none suffer for what another failed with', async () => {
	const turns = new Turns();
	const happened: string[] = [];
	const work = (name: string) => async () => {
		happened.push(`${name} begins`);
		await new Promise((resolve) => setImmediate(resolve));
		happened.push(`${name} ends`);
		if (name === 'first') throw new Error('failed');
		return name;
	};
	const [first, second] = ['first', 'second'].map(
		async (name) => await turns.take(work(name)).catch(({ message }: Error) => message),
	);
	expect(await Promise.all([first, second])).toEqual(['failed', 'second']);
	expect(happened).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});
