import { say } from './step';

/** Collects how to stop what was started, and stops it, the last started first. */
export class Shutdown {
	private readonly stops: Array<() => Promise<void>> = [];

	/** Whether a signal asked for the end: what fails from then on fails because of it. */
	isAsked = false;

	/** Whether there is nothing left to do but to wait for a signal. */
	isDone = false;

	/** Also on SIGINT and SIGTERM. */
	constructor() {
		this.onSignal('SIGINT', 130);
		this.onSignal('SIGTERM', 143);
	}

	add(stop: () => Promise<void>): void {
		this.stops.push(stop);
	}

	async run(): Promise<void> {
		for (const stop of this.stops.splice(0).reverse()) await stop();
	}

	private onSignal(signal: NodeJS.Signals, exitCode: number): void {
		process.on(signal, () => {
			// Ctrl-C may arrive twice: from the terminal, and passed on by the process that started this one.
			if (this.isAsked) return;
			this.isAsked = true;
			void this.run()
				.then(() => say('Stopped.'))
				.finally(() => process.exit(this.isDone ? 0 : exitCode));
		});
	}
}
