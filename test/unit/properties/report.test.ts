/** A PDF comes out as the bytes that it is, however base64 was written and wherever it stands. */
import fc from 'fast-check';
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { extractReports } from '../../../nodes/meetings/report';

const RUNS = 1_000;

/** Keeps what is stored, as n8n's store does. */
const stored = async (bytes: unknown, fileName?: string, mimeType?: string) =>
	({ data: (bytes as Buffer).toString('base64'), fileName, mimeType }) as IBinaryData;

const pdf = fc
	.uint8Array({ maxLength: 600 })
	.map((bytes) => Buffer.concat([Buffer.from('%PDF-1.7\n'), bytes]));

/** Ways to write base64. */
const WRITTEN: Array<(bytes: Buffer) => string> = [
	(bytes) => bytes.toString('base64'),
	(bytes) => bytes.toString('base64url'),
	(bytes) => bytes.toString('base64').replace(/=+$/, ''),
	(bytes) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
	(bytes) => `data:application/pdf;base64,${bytes.toString('base64')}`,
	(bytes) => bytes.toString('base64').replaceAll('/', '\\/'),
	(bytes) => encodeURIComponent(bytes.toString('base64')),
];

/** Places for a file. */
const PLACED: Array<(file: IDataObject) => unknown> = [
	(file) => file,
	(file) => [file],
	(file) => ({ report: file }),
	(file) => ({ data: [file] }),
	(file) => ({ '0': file }),
	(file) => ({ report: { pdf: file } }),
];

it('its bytes are those that were encoded, and no base64 is left in the JSON', async () => {
	await fc.assert(
		fc.asyncProperty(
			pdf,
			fc.constantFrom(...WRITTEN),
			fc.constantFrom(...PLACED),
			fc.string({ unit: 'grapheme' }),
			async (bytes, write, place, filename) => {
				const content = write(bytes);
				const files = place({ filename, content }) as IDataObject;
				const { data, binary, reportError } = await extractReports({ files }, 'binary', stored);
				expect(reportError).toBeUndefined();
				expect(Object.keys(binary)).toEqual(['report']);
				expect(Buffer.from(binary.report.data, 'base64').equals(bytes)).toBe(true);
				expect(binary.report.fileName).toMatch(/^[^\p{Cc}/\\]{1,255}$/u);
				expect(JSON.stringify(data)).not.toContain(content);
			},
		),
		{ numRuns: RUNS },
	);
});

it('what is none stays as it came, with a reason', async () => {
	await fc.assert(
		fc.asyncProperty(fc.jsonValue(), async (files) => {
			fc.pre(!JSON.stringify(files).includes('JVBER'));
			const meeting = { title: 'x', files: files as IDataObject };
			const { data, binary } = await extractReports(meeting, 'binary', stored);
			expect(binary).toEqual({});
			expect(data.title).toBe('x');
		}),
		{ numRuns: RUNS },
	);
});
