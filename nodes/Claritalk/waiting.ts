import type { IDataObject, UserError } from 'n8n-workflow';

import type { Client } from '../api/client';
import { clock } from '../api/clock';
import { endpoints } from '../api/endpoints';
import { wordOf } from '../api/json';
import { type ErrorParts, mayPass } from '../api/nodeErrors';
import { readMeeting, readText, rowId } from '../api/rows';
import { isProcessed, saysProcessed } from '../meetings/processed';
import { refuse } from '../shared/values';

/** No status of a failure is documented: these words would be in one. */
const FAILED = /(?<!\p{L}|\b(?:no|without|geen|zonder|sans) )\p{L}*(?:fail|error|mislukt|échou)/u;

/** The first look comes at once, the next after this; then it takes half as long again each time. */
const FIRST_INTERVAL_MS = 2_000;
const LONGEST_INTERVAL_MS = 30_000;
const GROWTH = 1.5;

/** From this many meetings on the list is asked what changed, one request in place of many. */
const LIST_FROM = 4;

/** Each meeting is asked for at least this often, whatever the list says: it may use other words, or lag behind. */
const LOOKS_PER_QUESTION = 3;

/** What a meeting was like before something happened to it that changes it. */
export interface Before {
	isProcessed: boolean;
	updatedAt: string;
	content: string;
}

/** What a look at a meeting found: the meeting once it is processed, else its status, or why it could not be seen. */
interface Look {
	status: string;
	meeting?: IDataObject;
	error?: unknown;
	isFinal?: boolean;
	/** Whether something happens to it, so that it counts when it is seen processed next. */
	isUnderWay?: boolean;
}

/** Waits until meetings are processed: each item for its own, and all together ask no more than they need to. */
export class Waiting {
	private count = 0;
	private list: { at: number; statuses: Promise<Map<string, string>> } | undefined;

	constructor(private readonly client: Client) {}

	/** What a meeting is like now; undefined when it cannot be read, which is no reason to fail. */
	async lookBefore(meetingId: string): Promise<Before | undefined> {
		try {
			const meeting = await this.read(meetingId, clock.now() + LONGEST_INTERVAL_MS);
			return {
				isProcessed: isProcessed(meeting),
				...versionOf(meeting),
			};
		} catch {
			// The address is inferred.
			return undefined;
		}
	}

	/**
	 * Waits until a meeting is processed.
	 *
	 * @param before what the meeting was like before: one that was processed already must have changed
	 * @returns the meeting
	 * @throws UserError when its processing failed or took too long, NodeApiError when it cannot be read
	 */
	async untilProcessed(
		meetingId: string,
		maxWaitMs: number,
		before?: Before,
	): Promise<IDataObject> {
		const deadline = clock.now() + maxWaitMs;
		this.count++;
		try {
			let listed: string | undefined;
			let seen: Look = { status: 'unknown' };
			let isUnderWay = false;
			for (let look = 0, interval = FIRST_INTERVAL_MS; ; look++, interval *= GROWTH) {
				const now = await this.listedStatus(meetingId, look, deadline);
				const isSpared = now !== undefined && now === listed && clock.now() < deadline;
				listed = now ?? listed;
				if (!isSpared) {
					const found = await this.look(meetingId, deadline, isUnderWay ? undefined : before);
					if (found.meeting) return found.meeting;
					if (found.isFinal) throw found.error;
					seen = found;
					isUnderWay ||= found.isUnderWay ?? false;
				}
				const left = deadline - clock.now();
				if (left <= 0) throw seen.error ?? tookTooLong((await this.client.hider())(seen.status));
				await this.client.pause(Math.min(interval, LONGEST_INTERVAL_MS, left));
			}
		} finally {
			this.count--;
		}
	}

	/** Asks for the meeting itself; what may pass by itself is "not yet". */
	private async look(meetingId: string, deadline: number, before?: Before): Promise<Look> {
		try {
			const meeting = await this.read(meetingId, deadline);
			const status = readText(meeting, 'meeting', 'status');
			if (FAILED.test(status.toLowerCase())) {
				throw processingFailed((await this.client.hider())(status));
			}
			if (!isProcessed(meeting)) return { status: status || 'unknown', isUnderWay: true };
			if (!before?.isProcessed) return { status, meeting };
			const { updatedAt, content } = versionOf(meeting);
			if (content !== before.content) return { status, meeting };
			if (updatedAt === before.updatedAt) return { status };
			// The upload itself may change the time: that counts once it is seen again, or there is no time left.
			return clock.now() < deadline ? { status, isUnderWay: true } : { status, meeting };
		} catch (error) {
			return { status: 'unknown', error, isFinal: !mayPass(error) };
		}
	}

	private async read(meetingId: string, deadline: number): Promise<IDataObject> {
		// The look at the very end is made, too.
		const least = clock.now() + FIRST_INTERVAL_MS;
		return await this.client.read(endpoints.meeting.get, {
			ids: { meetingId },
			deadline: Math.max(deadline, least),
		});
	}

	/** What the list says of a meeting: only a hint, so that it may fail, lack the meeting or speak with other words. */
	private async listedStatus(
		meetingId: string,
		look: number,
		deadline: number,
	): Promise<string | undefined> {
		if (this.count < LIST_FROM || look % LOOKS_PER_QUESTION === 0) return undefined;
		const now = clock.now();
		if (!this.list || now - this.list.at >= FIRST_INTERVAL_MS) {
			this.list = { at: now, statuses: this.readList(deadline).catch(() => new Map()) };
		}
		return (await this.list.statuses).get(meetingId);
	}

	/** As many pages of the list as are worth it in place of a question for each. */
	private async readList(deadline: number): Promise<Map<string, string>> {
		const statuses = new Map<string, string>();
		const most = Math.ceil(this.count / LIST_FROM);
		const pager = this.client.pager(endpoints.meeting.getMany, {}, { deadline });
		for (let pages = 0; pager.more && pages < most; pages++) {
			for (const row of await pager.page()) {
				const id = rowId(row, 'meeting');
				if (id) statuses.set(id, readText(row, 'meeting', 'status'));
			}
		}
		return statuses;
	}
}

/** What changes with a meeting when it is processed: its time, and what is in it. */
function versionOf(meeting: IDataObject) {
	const { updatedAt, summary, todos, themes, discussionTopics } = readMeeting(meeting);
	const content = JSON.stringify([summary, todos, themes, discussionTopics]);
	return { updatedAt: wordOf(updatedAt), content };
}

function processingFailed(status: string): UserError & ErrorParts {
	const error = refuse(
		`The meeting was not processed: its status is "${status}"`,
		'Look at the meeting in Claritalk; upload its recording again if that is what failed',
	);
	return Object.assign(error, { isFinal: true });
}

function tookTooLong(status: string): UserError {
	return refuse(
		saysProcessed(status)
			? 'The new recording was not processed in time: the meeting is as it was before'
			: `The meeting was not processed in time: its status is still "${status}"`,
		'Raise Max Wait (Minutes), or start another workflow with the Claritalk Trigger when it is done',
	);
}
