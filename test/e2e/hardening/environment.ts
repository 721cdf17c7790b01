import { TestEnvironment } from 'jest-environment-node';

/**
 * Tests get a copy of `process`, which never emits `exit`. These start processes of their own, so here it does, once
 * their file is over or this process ends: what they left running is then ended.
 */
export default class HardeningEnvironment extends TestEnvironment {
	private readonly exit = () => this.global.process.emit('exit', 0);

	async setup(): Promise<void> {
		await super.setup();
		process.once('exit', this.exit);
	}

	async teardown(): Promise<void> {
		process.off('exit', this.exit);
		this.exit();
		await super.teardown();
	}
}
