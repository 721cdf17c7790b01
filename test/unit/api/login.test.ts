import { generalError, LoginError } from '../../../nodes/api/login';

const told = (statusCode: number, body = '') =>
	generalError({ statusCode, headers: {}, body }, 'https://x.example/api/a?b=1', (text) => text);

it('an answer of any address is explained that says nothing of that address', () => {
	for (const status of [300, 308])
		expect(told(status)?.message).toMatch(/api\/a answers with a redir/);
	for (const status of [404, 405]) expect(told(status)?.message).toMatch(/^No Claritalk API/);
	expect(told(407)).toMatchObject({
		failure: { message: expect.stringMatching(/proxy/), status: 407 },
	});
	for (const status of [200, 403]) expect(told(status, '<html>')?.message).toMatch(/web page/);
});

it('an answer that may be otherwise in a while is said to pass', () => {
	const statuses = [300, 403, 404, 407, 408, 425, 429, 500, 503];
	expect(statuses.filter((status) => told(status)?.isPassing)).toEqual([408, 425, 429, 500, 503]);
});

it('an answer that says something of its address is left to whoever asked', () => {
	for (const status of [200, 400, 401, 403, 422]) expect(told(status)).toBeUndefined();
	expect(told(401, '<html>')).toBeUndefined();
});

it('a failed login names no error code in its message, which n8n would replace', () => {
	const description = 'It failed (EPIPE). Claritalk says: no answer(ETIMEDOUT).';
	expect(new LoginError({ message: 'No login', description }).message).toBe(
		'No login. It failed. Claritalk says: no answer.',
	);
});
