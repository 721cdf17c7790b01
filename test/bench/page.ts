import { cpus, totalmem } from 'node:os';

import { version } from '../../package.json';
import { N8N_VERSION } from '../e2e/install';
import { type Measure, ratiosOf, type Result, type Spread, spreadOf } from './results';

const GIB = 1024 ** 3;

/** When and on what something was measured. */
interface Conditions {
	/** Such as 2026-03-01 */
	date: string;
	machine: string;
	versions: string;
}

export type Measured = Result & Conditions;

/** The conditions under which this process measures. */
export function conditions(): Conditions {
	const [{ model }] = cpus();
	return {
		date: new Date().toISOString().slice(0, 10),
		machine: `${cpus().length} cores (${model.trim()}), ${Math.round(totalmem() / GIB)} GiB of memory`,
		versions: `n8n-nodes-claritalk ${version}, n8n ${N8N_VERSION}, Node.js ${process.version} for what runs outside of n8n`,
	};
}

/** The page of all results, in Markdown; each measure's plot is in the file that {@link plotName} gives. */
export function page(results: Measured[]): string {
	return `# Benchmarks

Made by \`npm run bench\`. The ratios are what counts: in each round every contender of a case is measured in turn,
and its ratio is to what was measured in the same round. A figure is the median of the rounds, with the least and the largest in
brackets; in the plots, the line across a bar. Claritalk's part is played by the local [sandbox](../test/sandbox/README.md), in a
process of its own: nothing here says how fast Claritalk is. What each round measured is in [benchmarks](benchmarks).

## Goals

| Case | Goal | Figure | Reached |
| --- | --- | --- | --- |
${results.flatMap(({ title, goals }) => goals.map(({ text, figure, isReached }) => row(title, text, figure, isReached ? 'yes' : '**no**'))).join('\n')}

${missed(results)}${results.map(section).join('\n')}`;
}

/** The file name of a measure's plot. */
export function plotName({ name }: Result, index: number): string {
	return `${name}${index > 0 ? `-${index + 1}` : ''}.svg`;
}

function missed(results: Result[]): string {
	const goals = results.flatMap(({ goals: all }) => all).filter(({ isReached }) => !isReached);
	if (goals.length === 0) return '';
	const reasons = goals.map(
		({ text, why }) => `- _${text}_: ${why ?? 'the reason was not found.'}`,
	);
	return `Not reached:\n\n${reasons.join('\n')}\n\n`;
}

function section(result: Measured): string {
	const parts = result.measures.map(
		(measure, index) =>
			`${table(measure)}\n\n![${measure.title}, as ratios](benchmarks/${plotName(result, index)})\n`,
	);
	const { title, text: what, name, date, machine, versions } = result;
	const rounds = Object.values(result.measures[0].values)[0].length;
	const made = `_Measured on ${date} with \`npm run bench -- ${name}\` in ${rounds} rounds: ${machine}; ${versions}._`;
	return `## ${title}\n\n${what}\n\n${parts.join('\n')}\n${made}\n`;
}

function table(measure: Measure): string {
	const { title, unit, base, values, counts = {} } = measure;
	const heads = ['', `${title}, ${unit}`, `Times ${base}`, ...Object.keys(counts)];
	const lines = Object.keys(values).map((name) =>
		row(
			name,
			text(spreadOf(values[name])),
			text(ratiosOf(measure, name)),
			...Object.values(counts).map((count) => (count[name] ? text(spreadOf(count[name])) : '')),
		),
	);
	return [row(...heads), row(...heads.map(() => '---')), ...lines].join('\n');
}

function row(...cells: string[]): string {
	return `| ${cells.join(' | ')} |`;
}

function text({ median, min, max }: Spread): string {
	const [middle, least, most] = [median, min, max].map(rounded);
	return least === most ? middle : `${middle} (${least} – ${most})`;
}

/** Three digits say all that a measurement can. */
function rounded(value: number): string {
	return Number.isInteger(value) || Math.abs(value) >= 100
		? value.toFixed(0)
		: String(Number(value.toPrecision(3)));
}
