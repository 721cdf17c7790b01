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
])('of %j gives %j', (todos, texts) => {
	expect(textsOf(todos)).toEqual(texts);
});

it('ends with what goes on without an end', () => {
	const todo: { inner?: unknown } = {};
	todo.inner = todo;
	expect(textsOf([todo])).toEqual(['']);
});
