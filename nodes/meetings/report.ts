import type { IBinaryKeyData, IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isTold, keyedRows } from '../api/answers';
import { isObject } from '../api/json';
import { canonical } from '../api/names';
import { readField } from '../api/rows';
import { safeFileName } from '../shared/fileName';

const MIME_TYPE = 'application/pdf';

/** Readers of PDF find its header within so many bytes. */
const HEADER_WITHIN = 1024;

/** In so many signs, with line ends and what a data URL begins with. */
const HEAD = 2048;

/** No meeting has so much in its files; to look for a PDF in each of a million parts, all of n8n would stand still. */
const MAX_PARTS = 1_000;

/** What becomes of a report: binary data, base64 in the JSON as it came, or nothing. */
export type ReportMode = 'binary' | 'base64' | 'drop';

/** The meeting data of an event with its PDF taken out of the JSON. */
export interface ExtractedReports {
	data: IDataObject;
	binary: IBinaryKeyData;
	/** Why files stayed in the JSON as they came, each reason once. */
	reportError?: string;
}

/** A file: its content, if it has one, and what stands beside it. */
interface ReadFile {
	described: IDataObject;
	content?: string;
}

/**
 * Takes the PDF report out of a meeting's `files` (`{ filename, content }` with base64, or whatever else {@link filesOf} finds)
 * and puts it into binary data `report`, `report_1`, …; `files` keeps `filename` and `size` in bytes. A file that is no PDF
 * stays as it came, unless all are dropped; so do all of more than a thousand parts.
 */
export async function extractReports(
	data: IDataObject,
	mode: ReportMode,
	prepareBinaryData: IWebhookFunctions['helpers']['prepareBinaryData'],
): Promise<ExtractedReports> {
	const { attributes } = data;
	if (!isTold(data.files) && isObject(attributes)) {
		// JSON:API has the fields of a meeting one level down.
		const within = await extractReports(attributes, mode, prepareBinaryData);
		return { ...within, data: { ...data, attributes: within.data } };
	}
	if (!isTold(data.files) || mode === 'base64') return { data, binary: {} };
	if (isExcessive(data.files)) {
		const files = mode === 'drop' ? {} : data.files;
		return { data: { ...data, files }, binary: {}, reportError: 'The report has too many parts.' };
	}
	const files = filesOf(data.files);

	const binary: IBinaryKeyData = {};
	const kept: unknown[] = [];
	const errors = new Set<string>();
	for (const file of [files].flat()) {
		if (!isTold(file)) {
			kept.push(file);
			continue;
		}
		const { described, content } = readFile(file);
		const pdf = decodePdf(content);
		if (typeof pdf === 'string') errors.add(pdf);
		if (typeof pdf === 'string' && mode !== 'drop') {
			kept.push(file);
			continue;
		}
		if (typeof pdf !== 'string') described.size = pdf.length;
		kept.push(described);
		if (typeof pdf === 'string' || mode === 'drop') continue;
		const count = Object.keys(binary).length;
		const name = count === 0 ? 'report' : `report_${count}`;
		binary[name] = await prepareBinaryData(
			pdf,
			safeFileName(memberOf(described, 'filename')?.[1], 'report.pdf'),
			MIME_TYPE,
		);
	}
	return {
		data: { ...data, files: (Array.isArray(files) ? kept : kept[0]) as IDataObject['files'] },
		binary,
		...(errors.size > 0 && { reportError: [...errors].join(' ') }),
	};
}

/** Whether a PDF report comes with a meeting. */
export function hasReport(meeting: IDataObject): boolean {
	const files = readField(meeting, 'meeting', 'files');
	if (isExcessive(files)) return false;
	return [filesOf(files)]
		.flat()
		.some((file) => typeof decodePdf(readFile(file).content) !== 'string');
}

/** Whether a value holds more values than files could, at whatever depth; it looks no further than that. */
function isExcessive(value: unknown): boolean {
	const parts = [value];
	for (const part of parts) {
		if (parts.length > MAX_PARTS) return true;
		if (typeof part !== 'object' || part === null) continue;
		parts.push(...(Object.values(part) as unknown[]).slice(0, MAX_PARTS));
	}
	return false;
}

/** The files in what stands where they are looked for: one, or a list of them. */
function filesOf(value: unknown): unknown {
	if (Array.isArray(value)) return value.flatMap((one) => found(one) ?? [one]);
	const files = found(value) ?? keyedRows(value) ?? [value];
	return files.length === 1 ? files[0] : files;
}

/** The files within a value, in whatever envelope: in lists, under a name, or keyed by PHP. */
function found(value: unknown): unknown[] | undefined {
	if (isFile(value)) return [value];
	if (typeof value !== 'object' || value === null) return undefined;
	const files = Object.values(value).flatMap((one) => found(one) ?? []);
	return files.length > 0 ? files : undefined;
}

function isFile(value: unknown): boolean {
	return readFile(value).content !== undefined;
}

/** Reads a file: its content stands under that name, else it is a text in it that holds a PDF; or that text is all there is. */
function readFile(file: unknown): ReadFile {
	if (!isObject(file)) return { described: {}, ...(beginsAsPdf(file) && { content: file }) };
	const [name, held] =
		memberOf(file, 'content') ?? Object.entries(file).find(([, value]) => beginsAsPdf(value)) ?? [];
	const described = { ...file };
	if (name !== undefined) delete described[name];
	const content = isObject(held) ? readFile(held).content : held;
	return { described, ...(typeof content === 'string' && { content }) };
}

/** The name and the value of a member that says something, however its name is spelled. */
function memberOf(file: IDataObject, name: string): [string, unknown] | undefined {
	return Object.entries(file).find(([key, value]) => canonical(key) === name && isTold(value));
}

function beginsAsPdf(value: unknown): value is string {
	return typeof value === 'string' && isPdf(Buffer.from(base64In(value.slice(0, HEAD)), 'base64'));
}

/** @returns the PDF's bytes, or a sentence that says why there are none */
function decodePdf(content: string | undefined): Buffer | string {
	const base64 = base64In(content ?? '');
	if (base64 === '') return 'The report has no content.';
	// What was encoded in parts has padding after each of them: Node.js would end at the first.
	const parts = base64.split(/=+/).filter(Boolean);
	const isBroken = (part: string) => part.length % 4 === 1 || /[^\w+/-]/.test(part);
	if (parts.some(isBroken)) return 'The report is not valid base64.';
	const bytes = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
	return isPdf(bytes) ? bytes : 'The report is not a PDF.';
}

/** As a data URL, in lines, escaped, or in the alphabet of URLs: all of them are base64 to Node.js. */
function base64In(content: string): string {
	return content
		.replace(/^(.{0,500}base64,|[^,]{0,200},)/is, '')
		.replace(/%(2b|2f|3d|0d|0a|20)/gi, decodeURIComponent)
		.replace(/\\[rn]|[\s\u200b-\u200d\u2060\\"]/g, '');
}

function isPdf(bytes: Buffer): boolean {
	return bytes.subarray(0, HEADER_WITHIN).includes('%PDF-');
}
