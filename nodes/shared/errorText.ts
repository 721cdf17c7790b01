/** What happened and what to do, in one text, for where n8n shows only one. */
export function errorText({
	message,
	description,
}: {
	message: string;
	description?: string | null;
}): string {
	return description ? `${message}. ${description}` : message;
}
