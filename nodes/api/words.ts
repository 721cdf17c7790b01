import type { IDataObject } from 'n8n-workflow';

import { isWebPage, namesOf } from './answers';
import { isObject, tryJson, wordOf } from './json';
import { canonical } from './names';

const MAX_TEXT_LENGTH = 600;

/** How deep the API's words are looked for. */
const MAX_DEPTH = 4;

/** Under these names APIs say in words what went wrong. */
const WORDS = [
	'message',
	'msg',
	'error',
	'error_description',
	'detail',
	'title',
	'description',
	'reason',
	'hint',
];
/** These hold more of the same: a list, or texts by field. */
const LISTS =
	/^(data|details|violations|problems|issues|validation|invalidparams|\w*(errors|messages))$/;

/** What is no field in an object of texts by field, in which `title` may be one. */
const NO_FIELDS = ['message', 'detail'];

/** How Laravel, and others, say that an address is right but nothing stands there. */
const RECORD_MISSING =
	/no query results|no such|does not exist|(meeting|conversation|user) (was |could )?not (be )?found/i;

/** And that it is the address that is not known. */
const ROUTE_MISSING =
	/\b(route|endpoint|ur[il])\b.{0,300}\bnot (be )?(found|exist)|\b(no such|unknown) (route|endpoint|ur[il])\b|\bcannot (get|post|put|patch|delete) \//i;

/** The API's own words, on one line; empty when there are none that a person could read. */
export function quote(body: unknown, hide: (text: string) => string): string {
	const all = [...new Set(textsIn(body, 0).map((text) => text.trim()))].filter(Boolean);
	// Laravel says the first reason twice, once with its field.
	const saidOfFields = new Set(all.flatMap(withoutFields));
	const texts = all.filter((text) => !saidOfFields.has(text));
	return texts.length === 0 ? '' : `Claritalk says: ${onOneLine(hide(texts.join(' · ')))}`;
}

/** Whether an answer says that its address is unknown, as Laravel does; before its version 9 it said nothing. */
export function isRouteMissing(body: unknown): boolean {
	return ROUTE_MISSING.test(textsIn(body, 0).join(' '));
}

/** Whether an answer says that its address is right but nothing stands there. */
export function isRecordMissing(body: unknown): boolean {
	return RECORD_MISSING.test(textsIn(body, 0).join(' '));
}

/** Whether words leave no doubt that it is what was asked for that is not there, and not the way to it, or whoever asked. */
export function isSurelyMissing(words: string, subject: string | undefined): boolean {
	if (subject === undefined || ROUTE_MISSING.test(words)) return false;
	const names = [...namesOf(subject)].join('|');
	const missing = [
		'no query results(?! for model)',
		`no query results for model \\S*(${names})`,
		`no such (${names})\\b`,
		`\\b(${names})\\b.{0,80}\\bnot (be )?(found|exist)`,
	];
	return new RegExp(missing.join('|'), 'i').test(words);
}

/** A text for one line, cut off where it is too long for a message. */
export function onOneLine(text: string): string {
	const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
	return line.length > MAX_TEXT_LENGTH ? `${line.slice(0, MAX_TEXT_LENGTH)}…` : line;
}

/**
 * Texts in any of the shapes in which APIs say what went wrong.
 *
 * @param isWord what holds words in an object; anything else is the name of a field
 */
function textsIn(value: unknown, depth: number, isWord = isWordOrList): string[] {
	if (typeof value === 'string') return textsInText(value, depth);
	if (typeof value === 'number') return [String(value)];
	if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
	if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, depth + 1));
	const object = value as IDataObject;
	const fields = Object.entries(object);
	// `title` is a word of an error, but a list of texts under it is about a field of that name.
	const known = fields.filter(
		([name, one]) => isWord(name) && !(isFieldName(name) && Array.isArray(one)),
	);
	const texts = inOrder(known).flatMap(([name, one]) =>
		textsIn(one, depth + 1, isList(name) ? isNoField : undefined),
	);
	if (texts.some((text) => /\p{L}/u.test(text))) {
		const field = fieldOf(object);
		return field ? texts.map((text) => `${field}: ${text}`) : texts;
	}
	// Without any of these it is texts by field.
	return fields
		.map(([field, reasons]) => ({ field, text: textsIn(reasons, depth + 1).join(' ') }))
		.filter(({ text }) => text !== '')
		.map(({ field, text }) => `${field}: ${text}`);
}

/** The words in a text: of one that is marked up, or JSON once more; none of a page for people. */
function textsInText(text: string, depth: number): string[] {
	if (depth === 0 && isWebPage(text) && /<(!doctype|html|head|body|title|center)\b/i.test(text)) {
		return [];
	}
	const inner = /^\s*[[{]/.test(text) && depth < MAX_DEPTH ? tryJson(text) : undefined;
	const texts = inner === undefined ? [] : textsIn(inner, depth + 1);
	return texts.length > 0 ? texts : [withoutTags(text)];
}

/** A text without the fields that stand before it, one less each time. */
function withoutFields(text: string): string[] {
	const parts = text.split(': ', MAX_DEPTH + 1);
	let at = 0;
	return parts.slice(0, -1).map((field) => text.slice((at += field.length + 2)));
}

function isList(name: string): boolean {
	return LISTS.test(canonical(name));
}

function isWordOrList(name: string): boolean {
	return WORDS.includes(name) || isList(name);
}

function isNoField(name: string): boolean {
	return NO_FIELDS.includes(name);
}

/** What says it best comes first. */
function inOrder(fields: Array<[string, unknown]>): Array<[string, unknown]> {
	const rank = ([name]: [string, unknown]) => WORDS.indexOf(name) + 1 || WORDS.length + 1;
	return [...fields].sort((one, other) => rank(one) - rank(other));
}

function isFieldName(name: string): boolean {
	return ['title', 'description', 'reason'].includes(name);
}

/** The field that an entry of a list of errors is about, as FastAPI and JSON:API say it. */
function fieldOf({ loc, source, field }: IDataObject): string {
	if (typeof field === 'string') return field;
	if (Array.isArray(loc)) return wordOf(loc[loc.length - 1]);
	return isObject(source) ? wordOf(source.pointer).replace(/^.*\//, '') : '';
}

/** The words in a text that is marked up for a page. */
function withoutTags(text: string): string {
	return text.replace(/<[/?]?[a-z][^<>]*>/gi, ' ');
}
