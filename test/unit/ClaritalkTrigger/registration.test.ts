import { productionBase } from '../../../nodes/ClaritalkTrigger/registration';

const getRestApiUrl = () => 'https://n8n.example.com/own/rest';

it('reads what production addresses begin with from where n8n holds it', () => {
	const additionalData = { webhookBaseUrl: 'https://n8n.example.com/own/hooks' };
	const context = { getRestApiUrl, additionalData };
	expect(productionBase(context)).toBe('https://n8n.example.com/own/hooks');
});

it.each([{}, { additionalData: undefined }, { additionalData: {} }])(
	'takes the default, beside the API of n8n, from %j',
	(context) => {
		expect(productionBase({ getRestApiUrl, ...context })).toBe(
			'https://n8n.example.com/own/webhook',
		);
	},
);
