import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { INode } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { endpoints, inferredPart } from '../../../nodes/api/endpoints';
import type { Endpoint } from '../../../nodes/api/facts';
import { Claritalk } from '../../../nodes/Claritalk/Claritalk.node';
import { resources } from '../../../nodes/Claritalk/resources';
import { homepage } from '../../../package.json';

const root = join(__dirname, '../../..');
const { description } = new Claritalk();

/** What the panel shows for an operation, in its order. */
function panel(resource: string, operation: string) {
	const parameters = { authentication: 'serviceAccount', resource, operation };
	const node = { typeVersion: 1 } as INode;
	return description.properties.filter((property) =>
		NodeHelpers.displayParameter(parameters, property, node, description),
	);
}

const operations = resources.flatMap(({ value: resource, operations }) =>
	operations.map(({ value, endpoint }) => [resource, value, endpoint] as const),
);

it.each(operations)('%s: %s ends with how well it is known', (resource, operation, endpoint) => {
	const shown = panel(resource, operation);
	const text = endpoint && inferredPart(endpoint);
	const expected = text ? ['evidenceNotice'] : [];
	expect(shown.filter(({ name }) => name === 'evidenceNotice').map(({ name }) => name)).toEqual(
		expected,
	);
	if (text) expect(shown.at(-1)).toMatchObject({ type: 'notice', displayName: text });
});

const { register } = endpoints.webhook;
const { get } = endpoints.meeting;
const documentedUrl = { sent: 'webhook_url', evidence: 'documented', kind: 'url' } as const;

it.each<[string, Endpoint, boolean]>([
	['a documented address with an inferred field', register, true],
	['a documented address with documented fields', { ...register, body: { documentedUrl } }, false],
	['an inferred address', get, true],
	['an inferred spelling of what is published', endpoints.user.delete, true],
])('says so of %s, or not', (_, endpoint, isSaid) => {
	expect(inferredPart(endpoint) !== '').toBe(isSaid);
});

it('links to a page of this repository', () => {
	const [, address] = /href="([^"]+)"/.exec(inferredPart(get)) ?? [];
	const pages = `${homepage.replace(/#.*/, '')}/blob/main/`;
	expect(address).toMatch(new RegExp(`^${pages}`));
	expect(existsSync(join(root, address.slice(pages.length)))).toBe(true);
});
