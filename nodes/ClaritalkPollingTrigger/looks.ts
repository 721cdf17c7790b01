import type { IDataObject } from 'n8n-workflow';

import { holdsResults, isProcessed } from '../meetings/processed';
import { PATIENCE_MS } from './outage';
import type { Memory, Row } from './types';

/** When a meeting that is not processed is asked for again, though its row did not change. */
const LOOK_AGAIN_MS = 10 * 60_000;

/** For how long a processed meeting may lack its report. */
const REPORT_PATIENCE_MS = 24 * 60 * 60_000;

/** Of how many meetings that are not processed, or lack their report, the process remembers it. */
const MOST_OPEN = 5_000;

/**
 * Whether a meeting that was asked for is processed: by its own status, or, since that may have gone on from there between two
 * polls, because it has results and did not change for ten minutes. If not, that is noted.
 */
export function judge(memory: Memory, row: Row, meeting: IDataObject, now: number): boolean {
	if (isProcessed(meeting)) return true;
	// One that is still as it was found at first had gone on long before.
	const isUnsure = holdsResults(meeting) && !memory.begun.has(row.key, looksOf(row));
	const before = lookAt(memory, row);
	if (isUnsure && before?.isUnsure && now - before.at >= LOOK_AGAIN_MS) return true;
	noteOpen(memory, row, now, isUnsure);
	return false;
}

/** Notes how a row was found at first of which its list says that it is not processed. */
export function noteBegun({ begun }: Memory, row: Row): void {
	begun.add(row.key, looksOf(row));
}

/** Notes that a meeting is not processed, as far as can be seen; it is unsure where it could not be read. */
export function noteOpen({ open }: Memory, row: Row, now: number, isUnsure = true): void {
	put(open, row.key, { row: looksOf(row), status: row.status, at: now, isUnsure });
}

/** When a meeting was asked for as its row is now; 0 for never. */
export function lookedAt(memory: Memory, row: Row): number {
	return lookAt(memory, row)?.at ?? 0;
}

/** Whether a meeting is known not to be processed. */
export function isOpen(memory: Memory, row: Row, now: number): boolean {
	const look = lookAt(memory, row);
	if (!look) return false;
	// Where the list says "processed" of others, its word for this one would change.
	const isPlain = memory.isSpoken && row.status !== '' && !look.isUnsure;
	return isPlain || now - look.at < LOOK_AGAIN_MS;
}

/** Whether to wait for the report of a processed meeting, which that notes; a day at most. */
export function waitForReport({ reports }: Memory, row: Row, now: number): boolean {
	const since = reports.get(row.key)?.since ?? now;
	if (isReportOverdue(row, since, now)) {
		reports.delete(row.key);
		return false;
	}
	put(reports, row.key, { row: looksOf(row), since, at: now });
	return true;
}

/** Whether it is too early to ask for a report again: the longer it was waited for, the seldomer, unless its row changes. */
export function isReportAwaited({ reports }: Memory, row: Row, now: number): boolean {
	const wait = reports.get(row.key);
	if (wait?.row !== looksOf(row) || isReportOverdue(row, wait.since, now)) return false;
	return now - wait.at < (wait.at - wait.since) / 4;
}

/** Whether to wait for a meeting that could not be read, or is not as far as its row, which that notes; 15 minutes at most. */
export function waitForAnswer({ unreadable }: Memory, { key }: Row, now: number): boolean {
	const since = unreadable.get(key)?.since ?? now;
	if (now - since >= PATIENCE_MS) {
		unreadable.delete(key);
		return false;
	}
	put(unreadable, key, { since, at: now });
	return true;
}

/** Keeps the row of a meeting that has to be asked for again, so that its page need not be read for that. */
export function noteWaiting(memory: Memory, row: Row, isSettled: boolean): void {
	const { unreadable, reports, open } = memory;
	const isAskedAgain = [unreadable, reports, open].some((asked) => asked.has(row.key));
	if (isSettled || !isAskedAgain) memory.waiting.delete(row.key);
	else put(memory.waiting, row.key, row);
}

/**
 * When a meeting was asked for as its row is now, to no end.
 *
 * @returns 0 for one that was not, or that is waited for no longer, so that the next answer settles it
 */
export function askedInVainAt(memory: Memory, row: Row, now: number): number {
	const unread = memory.unreadable.get(row.key);
	const report = memory.reports.get(row.key);
	// Without a word from the list there is nothing to go by where no answer comes.
	const isUnreadOverdue = unread && row.status !== '' && now - unread.since >= PATIENCE_MS;
	const isOverdue = isUnreadOverdue || (report && isReportOverdue(row, report.since, now));
	if (isOverdue) return 0;
	const reportAt = report?.row === looksOf(row) ? report.at : 0;
	return Math.max(unread?.at ?? 0, reportAt, lookedAt(memory, row));
}

function isReportOverdue({ changedAt }: Row, since: number, now: number): boolean {
	return now - Math.min(since, changedAt || since) >= REPORT_PATIENCE_MS;
}

function lookAt({ open }: Memory, row: Row) {
	const look = open.get(row.key);
	return look?.row === looksOf(row) ? look : undefined;
}

/** What changes with a row. */
function looksOf({ status, changedAt }: Row): string {
	return `${changedAt} ${status}`;
}

function put<T>(map: Map<string, T>, key: string, value: T): void {
	map.delete(key);
	map.set(key, value);
	if (map.size > MOST_OPEN) map.delete([...map.keys()][0]);
}
