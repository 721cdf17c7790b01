import { tokenIn } from '../../../nodes/api/pasted';

it('one token is found in all that people paste', () => {
	const pasted = [
		'"Authorization: Bearer token-1"',
		'Authorization: Bearer "token-1"',
		'“Bearer ‘token-1’”\n',
		'bearer: Bearer token-1',
	];
	expect(pasted.map(tokenIn)).toEqual(pasted.map(() => 'token-1'));
});
