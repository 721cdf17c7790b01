import { type INode, NodeOperationError } from 'n8n-workflow';

import { isLoginRefused, isRefused, toNodeError } from '../../../nodes/api/nodeErrors';

const NODE = { name: 'Claritalk', type: 'x', parameters: {} } as unknown as INode;

it.each([
	['401', true, true],
	['404', false, true],
	['422', false, true],
	['500', false, false],
	['504', false, false],
	[null, false, false],
	[undefined, false, false],
])('an error with the HTTP status %j is of a refused login: %s, of a refusal: %s', (...row) => {
	const [httpCode, isOfLogin, isRefusal] = row;
	const error = toNodeError(NODE, { message: 'It failed', httpCode });
	expect([isLoginRefused(error), isRefused(error)]).toEqual([isOfLogin, isRefusal]);
});

it.each([
	['an error of another kind', new Error('x')],
	['an error of the node itself', new NodeOperationError(NODE, 'x')],
])('%s is of no answer, whatever code it has', (_, error) => {
	Object.assign(error, { httpCode: '401' });
	expect([isLoginRefused(error), isRefused(error)]).toEqual([false, false]);
});
