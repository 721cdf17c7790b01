import { ClaritalkApi } from '../../../credentials/ClaritalkApi.credentials';
import { ClaritalkOAuth2Api } from '../../../credentials/ClaritalkOAuth2Api.credentials';
import { ClaritalkServiceAccountOAuth2Api } from '../../../credentials/ClaritalkServiceAccountOAuth2Api.credentials';

describe.each([
	new ClaritalkApi(),
	new ClaritalkOAuth2Api(),
	new ClaritalkServiceAccountOAuth2Api(),
])('the dialog of $displayName', ({ properties }) => {
	const fields = properties.filter(({ type }) => type !== 'hidden');
	const names = fields.map(({ name }) => name);

	it('ends with Environment and what belongs to it', () => {
		expect(names.slice(-3)).toEqual(['environment', 'baseUrl', 'pathOverrides']);
	});

	it.each(fields.filter(({ type }) => type === 'string'))(
		'says where $displayName comes from',
		({ hint }) => expect(hint).toMatch(/^\p{Lu}.{20,}/u),
	);
});
