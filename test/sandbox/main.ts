/** The stand-in as a program: `npm run sandbox`. */
import { parseArgs } from 'node:util';

import { type ShapeName, SHAPES, startSandbox } from '.';
import { howToUse } from './howTo';

const DEFAULT_PORT = '8787';

async function main(): Promise<void> {
	const port = readPort(process.env.CLARITALK_SANDBOX_PORT || DEFAULT_PORT);
	const { values } = parseArgs({ options: { shape: { type: 'string', default: 'expected' } } });
	const shape = readShape(values.shape);
	const sandbox = await startSandbox({ port, shape }).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EADDRINUSE') throw error;
		throw new Error(`port ${port} is in use; choose another with CLARITALK_SANDBOX_PORT`);
	});
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
	}
	console.log(
		[
			"This is a stand-in for Claritalk: it imitates what is known of the API and guesses the rest. It is not the vendor's contract.",
			...(shape === 'contrary'
				? ['Its shape is contrary: it answers in other ways than are expected.']
				: []),
			'What a credential in n8n takes, and what sends something to the registered webhook:',
			...howToUse(sandbox).map((line) => `  ${line}`),
			'Stop with Ctrl-C.',
		].join('\n'),
	);
}

function readPort(text: string): number {
	const port = Number(text);
	if (/^\d+$/.test(text) && port <= 65_535) return port;
	throw new Error(`CLARITALK_SANDBOX_PORT must be a port from 0 to 65535, not "${text}"`);
}

function readShape(text: string): ShapeName {
	const shape = SHAPES.find((name) => name === text);
	if (shape) return shape;
	throw new Error(`--shape must be ${SHAPES.join(' or ')}, not "${text}"`);
}

main().catch((error: Error) => {
	console.error(`The sandbox could not start: ${error.message}`);
	process.exitCode = 1;
});
