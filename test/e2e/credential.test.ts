import { connect, type Connection, patOf } from './connect';
import { freePort } from './ports';

let connection: Connection;

beforeAll(async () => {
	connection = await connect();
});
afterAll(async () => await connection.sandbox.close());

const test = async (data: ReturnType<typeof patOf>) =>
	await connection.session.testCredential(connection.credential, data);

describe('the test of a personal access token in n8n', () => {
	it('passes with the right token', async () => {
		expect(await test(patOf(connection.sandbox))).toMatchObject({ status: 'OK' });
	});

	it('names the token where that is refused', async () => {
		const { url } = connection.sandbox;
		expect(await test(patOf({ url, token: 'wrong' }))).toEqual({
			status: 'Error',
			message: expect.stringMatching(/refused the token/),
		});
	});

	it('says something else where nobody answers', async () => {
		const { token } = connection.sandbox;
		const url = `http://127.0.0.1:${await freePort()}`;
		const { status, message } = await test(patOf({ url, token }));
		expect(status).toBe('Error');
		expect(message).toMatch(/ECONNREFUSED|connect|reach/i);
		expect(message).not.toMatch(/token/i);
	});
});
