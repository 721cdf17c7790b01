import { toUrlEncoded } from '../../../nodes/api/form';

it('a form has its fields as PHP reads them', () => {
	const fields = {
		title: 'Overleg & co',
		count: 2,
		on: true,
		off: false,
		at: new Date('2026-03-01T10:00:00Z'),
		none: null,
		absent: undefined,
		tags: ['a', null, 'b'],
		'names[]': ['a', 'b'],
		'one[]': 'a',
		'rows[][tags]': ['a'],
		mixed: ['a', { name: 'b' }],
		meta: { source: { name: 'n8n' } },
	};
	expect([...toUrlEncoded(fields)].map((pair) => pair.join('='))).toEqual([
		'title=Overleg & co',
		'count=2',
		'on=1',
		'off=0',
		'at=2026-03-01T10:00:00.000Z',
		'tags[]=a',
		'tags[]=b',
		'names[]=a',
		'names[]=b',
		'one[]=a',
		'rows[][tags][]=a',
		'mixed[0]=a',
		'mixed[1][name]=b',
		'meta[source][name]=n8n',
	]);
});
