/** A sender's file name without anything that could make it a path; `fallback` where nothing is left of it. */
export function safeFileName(given: unknown, fallback: string): string {
	const text = typeof given === 'string' ? given : '';
	return (
		text
			.replace(/[/\\]/g, '-')
			.replace(/\p{Cc}/gu, '')
			.replace(/^[.\s-]+/, '')
			.trim() || fallback
	);
}
