/** n8n keeps a name in its database in a `varchar(255)`; a longer one fails the run. With a margin for what is added to it. */
const MOST_CHARACTERS = 200;

/** What a name may take in most file systems. */
const MOST_BYTES = 255;

/** Control characters, and those that turn the direction of what follows: they show `report\u202efdp.exe` as a PDF. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The end of a name that says what the file is. */
const EXTENSION = /\.[\p{L}\p{N}]{1,10}$/u;

/**
 * A sender's file name without anything that could make it a path, and not longer than databases and file systems take;
 * `fallback` where nothing is left of it.
 */
export function safeFileName(given: unknown, fallback: string): string {
	const text = typeof given === 'string' ? given : '';
	const name = text
		.replace(/[/\\]/g, '-')
		.replace(UNSEEN, '')
		.replace(/^[.\s-]+/, '')
		.trim();
	return shortened(name) || fallback;
}

/** A name that loses the end of what stands before its extension. */
function shortened(name: string): string {
	const [extension] = EXTENSION.exec(name) ?? [''];
	let characters = MOST_CHARACTERS - [...extension].length;
	let bytes = MOST_BYTES - Buffer.byteLength(extension);
	let stem = '';
	for (const character of name.slice(0, name.length - extension.length)) {
		bytes -= Buffer.byteLength(character);
		if (characters-- === 0 || bytes < 0) break;
		stem += character;
	}
	const isWhole = stem.length + extension.length === name.length;
	return isWhole ? name : stem.trimEnd() + extension;
}
