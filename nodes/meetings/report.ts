import type { IBinaryKeyData, IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { keyedRows } from '../api/answers';
import { isObject } from '../api/json';
import { safeFileName } from '../shared/fileName';

const MIME_TYPE = 'application/pdf';

/** Readers of PDF find its header within so many bytes. */
const HEADER_WITHIN = 1024;

/** What becomes of a report: binary data, base64 in the JSON as it came, or nothing. */
export type ReportMode = 'binary' | 'base64' | 'drop';

/** The meeting data of an event with its PDF taken out of the JSON. */
export interface ExtractedReports {
	data: IDataObject;
	binary: IBinaryKeyData;
	/** Why a file stayed in the JSON as it came. */
	reportError?: string;
}

/**
 * Takes the PDF report out of `data.files` (`{ filename, content }` with base64, or a list of them, also one that PHP keyed)
 * and puts it into binary data `report`, `report_1`, …; `files` keeps `filename` and `size` in bytes. A file that is no PDF
 * stays as it came, unless all are dropped.
 */
export async function extractReports(
	data: IDataObject,
	mode: ReportMode,
	prepareBinaryData: IWebhookFunctions['helpers']['prepareBinaryData'],
): Promise<ExtractedReports> {
	if (data.files === undefined || data.files === null || mode === 'base64') {
		return { data, binary: {} };
	}
	const files = filesIn(data);

	const binary: IBinaryKeyData = {};
	const kept: unknown[] = [];
	const errors: string[] = [];
	for (const file of [files].flat()) {
		const pdf = decodePdf(file);
		if (typeof pdf === 'string') errors.push(pdf);
		if (typeof pdf === 'string' && mode !== 'drop') {
			kept.push(file);
			continue;
		}
		const described: IDataObject = { ...(isObject(file) && file) };
		if (typeof pdf !== 'string') described.size = pdf.length;
		delete described.content;
		kept.push(described);
		if (typeof pdf === 'string' || mode === 'drop') continue;
		const count = Object.keys(binary).length;
		const name = count === 0 ? 'report' : `report_${count}`;
		binary[name] = await prepareBinaryData(
			pdf,
			safeFileName(described.filename, 'report.pdf'),
			MIME_TYPE,
		);
	}
	return {
		data: { ...data, files: (Array.isArray(files) ? kept : kept[0]) as IDataObject['files'] },
		binary,
		...(errors.length > 0 && { reportError: errors.join(' ') }),
	};
}

/** What stands where the files are looked for: one, or a list of them. */
export function filesIn({ files }: IDataObject): unknown {
	return filesOf(files);
}

function filesOf(value: unknown): unknown {
	if (!isObject(value) || isFile(value)) return value;
	const { data, items } = value;
	const inner = filesOf(data ?? items);
	if (Array.isArray(inner) || isFile(inner)) return inner;
	const members = Object.values(value);
	return members.length > 0 && members.every(isFile) ? members : (keyedRows(value) ?? value);
}

function isFile(value: unknown): boolean {
	return isObject(value) && typeof value.content === 'string';
}

/** @returns the PDF's bytes, or a sentence that says why there are none */
function decodePdf(file: unknown): Buffer | string {
	if (!isObject(file) || typeof file.content !== 'string') return 'The report has no content.';
	// As a data URL, in lines, escaped, or in the alphabet of URLs: all of them are base64 to Node.js.
	const base64 = file.content
		.replace(/^[^,]{0,200},/, '')
		.replace(/%(2b|2f|3d|0d|0a|20)/gi, decodeURIComponent)
		.replace(/\\[rn]|[\s\\"]/g, '');
	if (/[^\w+/=-]/.test(base64)) return 'The report is not valid base64.';
	const bytes = Buffer.from(base64, 'base64');
	return bytes.subarray(0, HEADER_WITHIN).includes('%PDF-') ? bytes : 'The report is not a PDF.';
}
