import pkg from './package.json' with { type: 'json' };

/** `dist/nodes/X/X.node.js` is made from `nodes/X/X.node.ts`. */
const entries = [...pkg.n8n.credentials, ...pkg.n8n.nodes].map((path) =>
	path.replace(/^dist\/|\.js$/g, ''),
);

/**
 * n8n loads one file per node and credential type. What these share goes into one more, and not into a file per module:
 * loading seventy small files takes Node.js three times as long.
 */
export default {
	input: Object.fromEntries(entries.map((entry) => [entry, `${entry}.ts`])),
	external: /^(node:|n8n-workflow$)/,
	platform: 'node',
	output: {
		dir: 'dist',
		format: 'cjs',
		entryFileNames: '[name].js',
		chunkFileNames: '[name].js',
		// Docstrings are for who reads the repository.
		comments: { jsdoc: false, annotation: false },
		codeSplitting: { groups: [{ name: 'nodes/shared', minShareCount: 2 }] },
	},
};
