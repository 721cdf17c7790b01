import { endpoints, listAt, rateClassOf } from '../../../nodes/api/endpoints';

describe("a path of the user's own", () => {
	it('counts against the limit of the row with the same path', () => {
		const { path, rateClass } = endpoints.recording.start;
		const classOf = (own: string) => rateClassOf({ method: 'GET', path: own });
		const own = path.replace(/\{\w+\}/, 'm1');
		for (const same of [own, `${own}/`, `${own}?a=1`]) expect(classOf(same)).toBe(rateClass);
		for (const other of [`${own}/x`, `/x${own}`, '/x']) expect(classOf(other)).toBe('default');
	});

	it('lists what the row lists that has its method, too', () => {
		const { method, path, rows, query } = endpoints.user.getMany;
		const own = { method, path: `${path}?role=editor` };
		expect(listAt(own)).toEqual({ ...own, rows, query });
	});
});
