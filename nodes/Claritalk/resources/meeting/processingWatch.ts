import type { IDataObject } from 'n8n-workflow';
import type { UserError } from 'n8n-workflow';

import { type Client, MAX_PAGE_SIZE } from '../../../api/client';
import { clock } from '../../../api/clock';
import { endpoints } from '../../../api/endpoints';
import { rowId } from '../../../api/pages';
import type { Meeting } from '../../../api/types';
import { refuse } from '../../../shared/values';
import type { ItemParameters } from '../../parameters';

/** The status text of a meeting whose processing is complete: the only documented one. */
const PROCESSED = 'meeting processed';

/** No status of a failure is documented: these words would be in one. */
const FAILED = /fail|error|mislukt|échou/i;

/** The first look comes at once, the next after this; then it takes half as long again each time. */
const FIRST_INTERVAL_MS = 2_000;
const LONGEST_INTERVAL_MS = 30_000;
const GROWTH = 1.5;

/** From this many meetings on, a list of the collection is asked for instead of each. */
const LIST_FROM = 4;

/** One item that waits for its meeting. */
interface Waiter {
	meetingId: string;
	deadline: number;
	lastStatus: string;
	resolve: (meeting: IDataObject) => void;
	reject: (error: unknown) => void;
}

/** One watch a run: all its items look through the same one, and are served by the same requests. */
const watches = new WeakMap<Client, ProcessingWatch>();

/**
 * Waits until the meeting of an item is processed, for as long as its Max Wait says.
 *
 * @returns the meeting
 * @throws UserError when its processing failed or took too long, NodeApiError when it cannot be read
 */
export async function waitFor(client: Client, parameters: ItemParameters): Promise<IDataObject> {
	const watch = watches.get(client) ?? new ProcessingWatch(client);
	watches.set(client, watch);
	return await watch.wait(parameters.id('meetingId'), 60_000 * parameters.amount('maxWait', 0));
}

/** Looks again and again at the meetings that items wait for, all of them in one go. */
class ProcessingWatch {
	private readonly waiters = new Set<Waiter>();
	private isLooking = false;

	constructor(private readonly client: Client) {}

	async wait(meetingId: string, maxWaitMs: number): Promise<IDataObject> {
		return await new Promise((resolve, reject) => {
			const deadline = clock.now() + maxWaitMs;
			this.waiters.add({ meetingId, deadline, lastStatus: 'unknown', resolve, reject });
			if (!this.isLooking) void this.lookUntilDone();
		});
	}

	private async lookUntilDone(): Promise<void> {
		this.isLooking = true;
		// The other items of the run come in the same moment: the first look is for all of them.
		await Promise.resolve();
		try {
			for (let interval = FIRST_INTERVAL_MS; ; interval *= GROWTH) {
				await this.look();
				if (this.waiters.size === 0) break;
				const untilDeadline =
					Math.min(...[...this.waiters].map(({ deadline }) => deadline)) - clock.now();
				await this.client.pause(
					Math.min(interval, LONGEST_INTERVAL_MS, Math.max(untilDeadline, 0)),
				);
			}
		} catch (error) {
			for (const waiter of this.waiters) this.settle(waiter, () => waiter.reject(error));
		} finally {
			this.isLooking = false;
		}
	}

	private async look(): Promise<void> {
		const listed =
			this.waiters.size >= LIST_FROM ? await this.listed() : new Map<string, Meeting>();
		for (const waiter of [...this.waiters]) {
			const row = listed.get(waiter.meetingId);
			// A row that says that its meeting is still being processed spares asking for it.
			if (typeof row?.status === 'string' && !isFinal(row.status)) this.judge(waiter, row);
			else await this.ask(waiter);
		}
	}

	/** Rows of the list that someone waits for; at most as many pages as asking for each would be requests. */
	private async listed(): Promise<Map<string, Meeting>> {
		const { getMany } = endpoints.meeting;
		const wanted = new Set([...this.waiters].map(({ meetingId }) => meetingId));
		const found = new Map<string, Meeting>();
		let next: IDataObject | undefined = { page: 1, per_page: MAX_PAGE_SIZE };
		for (let pages = 0; next && found.size < wanted.size && pages < wanted.size / 2; pages++) {
			const page = await this.client.page(getMany, next);
			for (const row of page.rows) {
				const id = rowId(row, getMany.idField);
				if (id !== undefined && wanted.has(id)) found.set(id, row);
			}
			next = page.announced && page.next ? { ...next, ...page.next } : undefined;
		}
		return found;
	}

	private async ask(waiter: Waiter): Promise<void> {
		try {
			const ids = { meetingId: waiter.meetingId };
			this.judge(waiter, await this.client.one<Meeting>(endpoints.meeting.get, { ids }));
		} catch (error) {
			this.settle(waiter, () => waiter.reject(error));
		}
	}

	private judge(waiter: Waiter, meeting: Meeting): void {
		waiter.lastStatus = String(meeting.status ?? 'unknown');
		if (isProcessed(waiter.lastStatus)) this.settle(waiter, () => waiter.resolve(meeting));
		else if (FAILED.test(waiter.lastStatus)) {
			this.settle(waiter, () => waiter.reject(processingFailed(waiter.lastStatus)));
		} else if (clock.now() >= waiter.deadline) {
			this.settle(waiter, () => waiter.reject(tookTooLong(waiter.lastStatus)));
		}
	}

	private settle(waiter: Waiter, end: () => void): void {
		this.waiters.delete(waiter);
		end();
	}
}

function isProcessed(status: string): boolean {
	return status.trim().toLowerCase() === PROCESSED;
}

function isFinal(status: string): boolean {
	return isProcessed(status) || FAILED.test(status);
}

function processingFailed(status: string): UserError {
	return refuse(
		`The meeting was not processed: its status is "${status}"`,
		'Look at the meeting in Claritalk; upload its recording again if that is what failed',
	);
}

function tookTooLong(status: string): UserError {
	return refuse(
		`The meeting was not processed in time: its status is still "${status}"`,
		'Raise Max Wait, or start another workflow with the Claritalk Trigger when it is done',
	);
}
