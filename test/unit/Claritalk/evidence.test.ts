import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { INode } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { endpoints, inferredPart, inferredPath } from '../../../nodes/api/endpoints';
import type { Endpoint } from '../../../nodes/api/facts';
import { Claritalk } from '../../../nodes/Claritalk/Claritalk.node';
import { resources } from '../../../nodes/Claritalk/resources';
import { homepage } from '../../../package.json';

const UNCONFIRMED = /^Not yet confirmed by Claritalk/;
const UNPUBLISHED = /^Claritalk does not publish this operation any more: it may stop working\./;
const NOTHING = /^$/;

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
const documented: Endpoint = { ...register, body: undefined, evidence: 'documented' };
const inferred: Endpoint = { ...documented, evidence: 'inferred' };
const url = { sent: 'webhook_url', evidence: 'documented', kind: 'url' } as const;
const guess = { ...url, evidence: 'inferred' } as const;

it.each<[string, Endpoint, RegExp]>([
	['a documented address with an inferred field', { ...documented, body: { guess } }, UNCONFIRMED],
	['a documented address with documented fields', { ...documented, body: { url } }, NOTHING],
	['an inferred address', inferred, UNCONFIRMED],
	[
		'a published capability at a guessed address',
		{ ...inferred, evidence: 'capability' },
		UNCONFIRMED,
	],
	['an address that is not published any more', { ...documented, unpublished: true }, UNPUBLISHED],
	[
		'a documented address with a field that is not published any more',
		{ ...documented, body: { url, gone: { ...guess, unpublished: true } } },
		NOTHING,
	],
])('says so of %s, or not', (_name, endpoint, said) => {
	expect(inferredPart(endpoint)).toMatch(said);
});

it('says it where a path is wrong, too', () => {
	const { path } = register;
	expect(inferredPath(documented)).toBe('');
	expect(inferredPath(inferred)).toContain(`The path POST ${path} is inferred`);
	expect(inferredPath({ ...documented, unpublished: true })).toContain(
		`Claritalk does not publish the path POST ${path} any more: if it is elsewhere now, enter`,
	);
});

it('links to a page of this repository', () => {
	const [, address] = /href="([^"]+)"/.exec(inferredPart(inferred)) ?? [];
	const pages = `${homepage.replace(/#.*/, '')}/blob/main/`;
	expect(address).toMatch(new RegExp(`^${pages}`));
	expect(existsSync(join(root, address.slice(pages.length)))).toBe(true);
});
