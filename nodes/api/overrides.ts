import { UserError } from 'n8n-workflow';

import type { Target } from './facts';
import { isObject, tryJson } from './json';
import { pathProblem } from './paths';

/** The part of every Claritalk credential that says which addresses prove different from the table. */
export interface OverridesData {
	pathOverrides?: unknown;
}

/** One entry: leading segments of a path, for one method or for all, and what stands there in truth. */
export interface PathOverride {
	method?: string;
	from: string[];
	to: string[];
}

/** What the field takes, for its hint and for errors. */
export const OVERRIDES_RULE =
	'A JSON object such as { "/meetings": "/conversations" }, or { "GET /users": "/members" } for one method: ' +
	'the beginning of a path as the node has it, and what it is in truth. Both are below /api and begin with "/"';

const KEY = /^(?:(GET|POST|PUT|PATCH|DELETE) )?(\/.*)$/s;

/**
 * The entries of a credential's Path Overrides, in the order in which they are tried: the longest first, and of two that
 * are equally long the one for a method. Nothing in them is repaired.
 *
 * @throws UserError that names the field, the entry and the cure
 */
export function readOverrides({ pathOverrides }: OverridesData): PathOverride[] {
	return Object.entries(entriesIn(pathOverrides))
		.map(([key, value]) => readOverride(key, value))
		.sort(
			(one, other) =>
				other.from.length - one.from.length || Number(!one.method) - Number(!other.method),
		);
}

/** A call of the table at the address that it really has; the user's own path stays as it is. */
export function withOverrides<T extends Target>(target: T, overrides: PathOverride[]): T {
	if (target.evidence === undefined) return target;
	const segments = segmentsOf(target.path);
	const override = overrides.find(
		({ method = target.method, from }) =>
			method === target.method && from.every((segment, at) => segment === segments[at]),
	);
	if (!override) return target;
	const rest = segments.slice(override.from.length);
	return { ...target, path: `/${[...override.to, ...rest].join('/')}`, insteadOf: target.path };
}

/**
 * What to enter for a call of the table that is really at another path: the inside of the JSON object.
 *
 * @returns undefined where no entry can do it, since an ID would get lost
 */
export function overrideFor({ method, path }: Target, really: string): string | undefined {
	if (parametersOf(path) !== parametersOf(really)) return undefined;
	return `${JSON.stringify(`${method} ${path}`)}: ${JSON.stringify(really)}`;
}

/**
 * An n8n expression that gives the real path of a call without parameters in a credential's test, where no code of ours
 * runs. What {@link readOverrides} refuses is left out of account: the credential itself refuses it.
 */
export function overriddenPathExpression({ method, path }: Target): string {
	const segments = segmentsOf(path);
	const beginnings = segments.map((_, at) => segments.length - at).concat(0);
	const choices = beginnings.flatMap((count) => {
		const from = `/${segments.slice(0, count).join('/')}`;
		const rest = segments
			.slice(count)
			.map((segment) => `/${segment}`)
			.join('');
		return [`${method} ${from}`, from].map((key) => ({ key, rest }));
	});
	const chosen = choices.reduceRight(
		(otherwise, { key, rest }) =>
			`(typeof all["${key}"] === "string" ? all["${key}"].replace(/[/]$/, "") + "${rest}" : ${otherwise})`,
		`"${path}"`,
	);
	const given = '$credentials["pathOverrides"]';
	const parsed = `((given) => { try { return JSON.parse(given) ?? [] } catch (error) { return given ?? [] } })(${given})`;
	return `={{ ((all) => ${chosen})(${parsed}) }}`;
}

function entriesIn(given: unknown): Record<string, unknown> {
	if (given === undefined || given === null) return {};
	if (typeof given === 'string' && given.trim() === '') return {};
	const parsed = typeof given === 'string' ? tryJson(given) : given;
	if (isObject(parsed)) return parsed;
	throw refuse('It is not a JSON object');
}

function readOverride(key: string, value: unknown): PathOverride {
	const [, method, from] = KEY.exec(key) ?? [];
	if (from === undefined) {
		throw refuse(`${show(key)} does not begin with "/", nor with a method and a path`);
	}
	const to = typeof value === 'string' ? value : '';
	const wrong = problemOf(from);
	if (wrong) throw refuse(`${show(key)} ${wrong}`);
	const problem = typeof value === 'string' ? problemOf(to) : 'is not a text';
	if (problem) throw refuse(`What stands for ${show(key)}, ${show(value)}, ${problem}`);
	// An ID that got lost would have something else read, changed or deleted; one too many could not be filled in.
	if (parametersOf(from) !== parametersOf(to)) {
		throw refuse(
			`What stands for ${show(key)}, ${show(value)}, must have the same parameters in braces, each once`,
		);
	}
	return { method, from: segmentsOf(from), to: segmentsOf(to) };
}

function problemOf(path: string): string | undefined {
	const problem = pathProblem(path);
	if (problem) return problem;
	if (path.includes('?')) return 'has a query (?…)';
	if (/\s/.test(path)) return 'has a blank';
	return path !== '/' && path.endsWith('/') ? 'ends with "/"' : undefined;
}

/** The names in braces, and braces that hold none. */
function parametersOf(path: string): string {
	const names = path.match(/\{\w+\}|[{}]/g) ?? [];
	return [...names].sort().join(' ');
}

function segmentsOf(path: string): string[] {
	return path === '/' ? [] : path.slice(1).split('/');
}

/** The user's own text for a message, on one line. */
function show(value: unknown): string {
	const text = JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function refuse(problem: string): UserError {
	return new UserError(
		`The Path Overrides in the Claritalk credential cannot be used. ${problem}. Enter: ${OVERRIDES_RULE}`,
	);
}
