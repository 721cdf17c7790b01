import { readFileSync } from 'node:fs';

import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** A line for each change that no test notices, and why. */
const PAGE = new URL('survivors.md', import.meta.url);

const LINE = /^- (\S+):\d+ (`+ ?.+? ?`+ → `+ ?.+? ?`+): (.+)$/;

/** Says of which survivors survivors.md has no line, as lines that only want a reason, and which of its lines have had their day. */
class Reasons {
	onMutationTestReportReady({ files }) {
		const tried = Object.entries(files).filter(([, { mutants }]) => mutants.length > 0);
		const left = byChange(tried.flatMap(([name, file]) => survivors(name, file)));
		const page = readFileSync(PAGE, 'utf8').split('\n');
		const given = byChange(
			page.filter((line) => tried.some(([name]) => line.startsWith(`- ${name}:`))),
		);
		report('Survivors without a reason', left, given);
		report('Reasons that nothing needs any more', given, left);
	}
}

function report(title, lines, others) {
	const odd = [...lines.keys()].filter((key) => !others.has(key));
	if (odd.length > 0) console.log([`${title}:`, ...odd.map((key) => lines.get(key))].join('\n'));
}

/** Lines by what tells them apart: the file, the change and which of such changes it is there, since line numbers move. */
function byChange(lines) {
	const found = new Map();
	for (const line of lines) {
		const [, name, change] = LINE.exec(line) ?? [];
		let which = 1;
		while (found.has(`${name} ${change} ${which}`)) which++;
		found.set(`${name} ${change} ${which}`, line);
	}
	return found;
}

function survivors(name, { source, mutants }) {
	const lines = source.split('\n');
	return mutants
		.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
		.sort((one, other) => one.location.start.line - other.location.start.line)
		.map(({ location: { start, end }, replacement }) => {
			const rows = lines.slice(start.line - 1, end.line);
			rows.push(rows.pop().slice(0, end.column - 1));
			const original = rows.join('\n').slice(start.column - 1);
			return `- ${name}:${start.line} ${code(original)} → ${code(replacement)}: ?`;
		});
}

/** As Markdown has it, on one line that is not too long. */
function code(text) {
	const short = text.replace(/\s+/g, ' ').slice(0, 60);
	return short.includes('`') ? `\`\` ${short} \`\`` : `\`${short}\``;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'reasons', Reasons)];
