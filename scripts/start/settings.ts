import { StartError, UsageError } from './errors';

export interface Settings {
	/** End after the check instead of staying up. */
	once: boolean;
	n8nPort: number;
	sandboxPort: number;
}

/** Reads the command line and the environment. */
export function readSettings(args: string[], env: NodeJS.ProcessEnv): Settings {
	const unknown = args.find((arg) => arg !== '--once');
	if (unknown !== undefined) {
		throw new UsageError(`Unknown argument "${unknown}"; usage: npm start [-- --once]`);
	}
	const settings = {
		once: args.includes('--once'),
		n8nPort: port('N8N_PORT', env.N8N_PORT, 5678),
		sandboxPort: port('CLARITALK_SANDBOX_PORT', env.CLARITALK_SANDBOX_PORT, 8787),
	};
	if (settings.n8nPort === settings.sandboxPort) {
		throw new StartError('N8N_PORT and CLARITALK_SANDBOX_PORT are the same port');
	}
	return settings;
}

function port(variable: string, value: string | undefined, byDefault: number): number {
	if (value === undefined || value === '') return byDefault;
	const number = Number(value);
	if (!/^\d+$/.test(value) || number < 1 || number > 65_535) {
		throw new StartError(`${variable} must be a port from 1 to 65535, not "${value}"`);
	}
	return number;
}
