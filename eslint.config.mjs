import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const community = n8nCommunityNodesPlugin.configs.recommended;
const shipped = ['nodes/**/*.ts', 'credentials/**/*.ts'];

export default defineConfig(
	globalIgnores(['dist', 'coverage', '**/node_modules', '.local']),

	// Everything written in TypeScript, tests included.
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		rules: {
			'no-console': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
		},
	},

	// Programs speak to the person who started them.
	{ files: ['scripts/**/*.ts', 'test/sandbox/main.ts'], rules: { 'no-console': 'off' } },

	// The n8n rules see only what is shipped. Tests may import node builtins,
	// use timers and read process.env.
	{
		files: shipped,
		extends: [community],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			// The community plugin lets an import of any devDependency pass, so
			// close that hole here: such an import would crash in production.
			'no-restricted-imports': [
				'error',
				{ patterns: [{ regex: '^(?!\\.{1,2}/|n8n-workflow$|(node:)?crypto$)' }] },
			],
		},
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Wants a camelCase slug; community nodes need a full URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			// community-nodes/credential-password-field knows the field names better.
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Want the literal ['main']; community-nodes/node-connection-type-literal
			// forbids the literal and wants NodeConnectionTypes.Main.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// An API may have a real maximum.
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
	{
		files: ['package.json'],
		extends: [community],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: { ...n8nNodesBase.configs.community.rules },
	},
);
