import { inflateSync } from 'node:zlib';

/** The text of a small PDF by pdfkit: its streams are deflated, and a text is pieces of hexadecimal codes. */
export function textOf(pdf: Buffer): string {
	const streams = pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g);
	return [...streams]
		.map(([, stream]) => inflateSync(Buffer.from(stream, 'latin1')).toString('latin1'))
		.map((operators) =>
			[...operators.matchAll(/<([0-9a-f]+)>/g)]
				.map(([, codes]) => Buffer.from(codes, 'hex').toString('latin1'))
				.join(''),
		)
		.join('\n');
}
