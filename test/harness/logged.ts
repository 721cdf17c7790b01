import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';

/** One line of n8n's log. */
export interface LogLine {
	level: 'error' | 'warn' | 'info';
	message: string;
	/** What is logged beside the message. */
	metadata?: object;
}

/** Everything that is written to n8n's log from now on, until jest restores its mocks. */
export function logged(): LogLine[] {
	const lines: LogLine[] = [];
	for (const level of ['error', 'warn', 'info'] as const) {
		jest
			.spyOn(Container.get(Logger), level)
			.mockImplementation((message: string, metadata?: object) => {
				lines.push({ level, message, ...(metadata && { metadata }) });
			});
	}
	return lines;
}
