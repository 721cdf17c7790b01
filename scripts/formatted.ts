import { format, resolveConfig } from 'prettier';

/** A made text as prettier would leave it, so that made files look like written ones. */
export async function formatted(
	text: string,
	parser: 'json' | 'markdown' | 'typescript',
): Promise<string> {
	const config = await resolveConfig(__filename);
	return await format(text, { ...config, parser });
}
