import { toUrlEncoded } from '../../../nodes/api/form';

it('a form has its fields as PHP reads them', () => {
	const fields = {
		title: 'Overleg & co',
		count: 2,
		on: true,
		off: false,
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
