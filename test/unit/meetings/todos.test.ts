import { todosOf } from '../../../nodes/meetings/todos';

const textsOf = (todos: unknown) => todosOf({ todos } as never, 'm1').map(({ text }) => text);

it('gives each to-do with its meeting and as it came', () => {
	const todos = [{ text: 'Call An', assignee: 'Luc' }, 'Mail Bo'];
	const meeting = { meeting_id: 'm1', name: 'Board', todos } as never;
	expect(todosOf(meeting, 'asked')).toEqual([
		{ meetingId: 'm1', meetingTitle: 'Board', index: 0, text: 'Call An', todo: todos[0] },
		{ meetingId: 'm1', meetingTitle: 'Board', index: 1, text: 'Mail Bo', todo: 'Mail Bo' },
	]);
});

it.each([
	['Call', 'Call'],
	[' Call ', 'Call'],
	[{ text: 'Call' }, 'Call'],
	[{ title: 'Call', description: 'By noon' }, 'Call'],
	[{ description: 'Call' }, 'Call'],
	[{ name: 'Call' }, 'Call'],
	[{ task: 'Call' }, 'Call'],
	[{ content: 'Call' }, 'Call'],
	[{ id: 7, attributes: { text: 'Call' } }, 'Call'],
	[{ todo: { type: 'todo', content: [{ text: 'Call' }, { text: 'An' }] } }, 'Call\nAn'],
	[{ text: '', title: null, description: 'Call' }, 'Call'],
	[
		{ id: 'a-very-long-identifier', type: 'action', dueDate: '2026-01-01', omschrijving: 'Call' },
		'Call',
	],
	[{ id: 'x', status: 'open' }, ''],
	[{ Text: 'Call', Responsible: 'An Peeters' }, 'Call'],
	[{ todo: 'Call', assignee: { name: 'An Peeters' } }, 'Call'],
	[{ todo_text: 'Call', priority: 'very high' }, 'Call'],
	[{ actionItem: 'Call', deadline: '2026-02-01T00:00:00Z' }, 'Call'],
	[{ omschrijving: 'Call', assignedTo: { full_name: 'An Peeters' } }, 'Call'],
	[{ omschrijving: 'Call', before: '2026-02-01T00:00:00Z' }, 'Call'],
	[{ omschrijving: 'Call', see: 'https://claritalk.example/meetings/1' }, 'Call'],
	[{ omschrijving: 'Call', mandant: 'an.peeters@x.example' }, 'Call'],
	[{ omschrijving: 'Call', ref: '00000000-0000-4000-8000-000500000001' }, 'Call'],
	[{ omschrijving: 'Call the bank', project: { name: 'Tax' } }, 'Call the bank'],
	[42, '42'],
])('finds the words of %j', (todo, text) => {
	expect(textsOf([todo])).toEqual([text]);
});

it.each([
	[undefined, []],
	[null, []],
	[[], []],
	[{}, []],
	['', []],
	[[null, ''], []],
	['Call', ['Call']],
	[{ text: 'Call' }, ['Call']],
	[{ '0': { text: 'Call' }, '2': { text: 'Mail' } }, ['Call', 'Mail']],
	[{ '0': 'Call', '2': 'Mail' }, ['Call', 'Mail']],
	[{ data: [{ text: 'Call' }, { text: 'Mail' }] }, ['Call', 'Mail']],
	[{ items: ['Call', 'Mail'], total: 2 }, ['Call', 'Mail']],
	[{ open: [{ text: 'Call' }], done: [{ text: 'Mail' }] }, ['Call', 'Mail']],
	[false, []],
	[true, []],
	[[' ', []], []],
	['[{"text":"Call"},"Mail"]', ['Call', 'Mail']],
	['{"data":[{"text":"Call"}]}', ['Call']],
	['[]', []],
	['[An] Call', ['[An] Call']],
	['12', ['12']],
])('of %j gives %j', (todos, texts) => {
	expect(textsOf(todos)).toEqual(texts);
});

it('ends with what goes on without an end', () => {
	const todo: { inner?: unknown } = {};
	todo.inner = todo;
	expect(textsOf([todo])).toEqual(['']);
});
