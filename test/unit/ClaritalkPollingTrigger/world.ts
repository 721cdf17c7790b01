import type { IDataObject, INode } from 'n8n-workflow';

import { toNodeError } from '../../../nodes/api/nodeErrors';
import { poll } from '../../../nodes/ClaritalkPollingTrigger/poll';
import type { ListPage, Place } from '../../../nodes/ClaritalkPollingTrigger/reading';
import {
	type EventName,
	type Kind,
	type Memory,
	newMemory,
	type Outcome,
	type Source,
	type State,
} from '../../../nodes/ClaritalkPollingTrigger/types';

const MINUTE = 60_000;
const START = Date.parse('2026-03-01T10:00:00Z');
const NODE = { name: 'Claritalk Polling Trigger', type: 'x', parameters: {} } as unknown as INode;

/** How the API of a world is. */
export interface Manners {
	order: 'createdAsc' | 'createdDesc' | 'changedDesc' | 'byId';
	pageSize: number;
	/** Counted and numbered; numbered only; each page leads to the next; every page is the whole list. */
	pages: 'counted' | 'bare' | 'linked' | 'whole';
	times: 'both' | 'created' | 'none';
	/** What lists say of a status: what the meeting itself says, something else, also in several words, or nothing. */
	words: 'documented' | 'foreign' | 'finer' | 'none';
	/** How far the clock of the API is ahead, in minutes. */
	skew: number;
	/** Whether processed meetings change, and so move in the list, between its pages. */
	moves: boolean;
}

/** A meeting, or a user, who has no status. */
export interface Thing {
	id: string;
	status: string;
	createdAt: number;
	changedAt: number;
	/** Whether it was processed; its status may go on from there. */
	isDone: boolean;
	/** Whether a list with finer words has the other one for its status. */
	isOther: boolean;
}

/** What happens in a world. */
export type Step =
	| { do: 'make'; count: number }
	| { do: 'process'; which: number }
	| { do: 'record'; which: number }
	/** The status goes on from "processed". */
	| { do: 'send'; which: number }
	| { do: 'touch'; which: number }
	| { do: 'remove'; which: number }
	| { do: 'makeUser' }
	| { do: 'wait'; minutes: number }
	/** The next so many requests fail. */
	| { do: 'fail'; after: number; times: number }
	| { do: 'poll' }
	/** n8n starts with what it saved. */
	| { do: 'restart' }
	/** Another process polls, with what was saved. */
	| { do: 'forget' }
	/** The credential becomes that of another account. */
	| { do: 'move' };

const PROCESSED = 'Meeting processed';
const SENT = 'Report sent';
const FOREIGN: Record<string, string> = {
	[PROCESSED]: 'done',
	[SENT]: 'sent',
	'Meeting recorded': 'busy',
};

/** One poll as it was seen from outside. */
export interface SeenPoll {
	outcome?: Outcome;
	lists: number;
	looks: number;
	/** How many of these were for meetings that had been asked for before as they are now, and were not given. */
	again: number;
	/** How many meetings there were. */
	size: number;
}

/** An API in memory, and a trigger that polls it as n8n does: what it remembers is kept only when it gives something. */
export class World {
	meetings: Thing[] = [];
	users: Thing[] = [];
	now = START;
	/** The polls since the first of the account that went well. */
	polls: SeenPoll[] = [];
	/** What there was at that one. */
	baseline?: { meetings: Thing[]; users: Thing[] };
	private saved?: Partial<State>;
	private state?: Partial<State>;
	private memory: Memory = newMemory();
	private made = 0;
	private chance = 1;
	private failing = { after: Infinity, times: 0 };
	private account = 0;
	private lists = 0;
	private looks = 0;
	/** The meetings that this poll asked for, and those that were asked for before it, with what they were like. */
	private asked: Array<[id: string, like: string]> = [];
	private askedBefore = new Map<string, string>();

	constructor(
		private readonly manners: Manners,
		private readonly events: EventName[],
		private readonly fetchFullMeeting = true,
	) {}

	async take(step: Step): Promise<void> {
		const { now } = this;
		const chosen = (which: number) => this.meetings[which % Math.max(this.meetings.length, 1)];
		switch (step.do) {
			case 'make':
				for (let left = step.count; left > 0; left--) this.meetings.push(this.make());
				return;
			case 'makeUser':
				return void this.users.push(this.make());
			case 'process':
			case 'record': {
				const meeting = chosen(step.which);
				const status = step.do === 'process' ? PROCESSED : 'Meeting recorded';
				// What is processed stays so.
				if (meeting && !meeting.isDone) {
					const isDone = status === PROCESSED;
					Object.assign(meeting, { status, isDone, changedAt: this.stamp(now) });
				}
				return;
			}
			case 'send': {
				const meeting = chosen(step.which);
				if (meeting?.isDone) Object.assign(meeting, { status: SENT, changedAt: this.stamp(now) });
				return;
			}
			case 'touch': {
				const meeting = chosen(step.which);
				if (!meeting) return;
				meeting.isOther = !meeting.isOther;
				meeting.changedAt = this.stamp(now);
				return;
			}
			case 'remove':
				return void this.meetings.splice(step.which % Math.max(this.meetings.length, 1), 1);
			case 'wait':
				this.now += step.minutes * MINUTE;
				return;
			case 'fail':
				this.failing = { after: step.after, times: step.times };
				return;
			case 'restart':
				this.memory = newMemory();
				this.asked = [];
				this.askedBefore.clear();
				this.state = this.saved;
				return;
			case 'forget':
				this.state = this.saved;
				return;
			case 'move':
				this.account++;
				this.memory = newMemory();
				this.asked = [];
				this.askedBefore.clear();
				return;
			case 'poll':
				return await this.poll();
		}
	}

	/** Polls without any trouble, a minute apart. */
	async settle(polls: number, isDone: () => boolean): Promise<void> {
		this.failing = { after: Infinity, times: 0 };
		for (let left = polls; left > 0 && !isDone(); left--) await this.poll();
		for (let left = 3; left > 0; left--) await this.poll();
	}

	private async poll(): Promise<void> {
		this.now += MINUTE;
		this.lists = 0;
		this.looks = 0;
		for (const [id, like] of this.asked.splice(0)) this.askedBefore.set(id, like);
		const wanted = {
			events: this.events,
			fetchFullMeeting: this.fetchFullMeeting,
			passes: () => true,
			lacksReport: () => false,
		};
		const moment = { now: this.now, random: this.random() };
		const counted = (given: unknown[] = []) => ({
			lists: this.lists,
			looks: this.looks,
			again: this.asked.filter(
				([id, like]) => this.askedBefore.get(id) === like && !given.includes(id),
			).length,
			size: this.meetings.length,
		});
		let outcome: Outcome;
		try {
			outcome = await poll(this.source(), wanted, this.state, this.memory, moment);
		} catch {
			if (this.baseline) this.polls.push(counted());
			return;
		}
		this.state = JSON.parse(JSON.stringify(outcome.state)) as State;
		const { meetings, users } = this;
		if (!this.baseline || outcome.moved.length > 0) {
			this.baseline = structuredClone({ meetings, users });
			this.polls = [];
		} else
			this.polls.push({
				outcome,
				...counted(outcome.envelopes.map(({ data }) => data.meetingId)),
			});
		// n8n saves when a workflow is published, and with what is given.
		if (!this.saved || outcome.envelopes.length > 0) this.saved = this.state;
	}

	private source(): Source {
		return {
			idOf: (kind) => `${kind} ${this.account}`,
			list: (kind) => ({ page: async (place) => this.page(kind, place) }),
			all: async (kind) => {
				const pages: IDataObject[][] = [];
				let page: ListPage | undefined;
				do {
					page = this.page(kind, page?.next);
					pages.push(page.rows);
					// A pager ends at what it has read already, and at nothing.
				} while (page.next && page.rows.length > 0 && this.manners.pages !== 'whole');
				return pages;
			},
			meeting: async (id) => {
				this.looks++;
				const meeting = this.meetings.find((one) => one.id === id);
				this.asked.push([id, JSON.stringify(meeting) ?? '']);
				this.request();
				if (!meeting)
					throw toNodeError(NODE, { message: 'gone', httpCode: '404', isMissing: true });
				const summary = meeting.isDone ? 'We spoke.' : '';
				return { ...this.rowOf(meeting, meeting.status), summary };
			},
		};
	}

	private page(kind: Kind, place?: number | Place): ListPage {
		this.lists++;
		this.request();
		const { pages, pageSize, words } = this.manners;
		const number = typeof place === 'number' ? place : Number(place?.page ?? place?.cursor ?? 1);
		const all = this.ordered(kind === 'meeting' ? this.meetings : this.users);
		const count = Math.max(1, Math.ceil(all.length / pageSize));
		const isWhole = pages === 'whole';
		const here = isWhole ? all : all.slice((number - 1) * pageSize, number * pageSize);
		const word = ({ status, isOther }: Thing) => {
			if (words === 'none') return '';
			if (words === 'documented') return status;
			return (FOREIGN[status] ?? 'new') + (words === 'finer' && isOther ? ' again' : '');
		};
		const rows = here.map((thing) => this.rowOf(thing, word(thing)));
		this.stir();
		if (pages === 'counted') {
			const next = number < count && { next: { page: number + 1 }, nextNumber: number + 1 };
			return { rows, counted: { pages: count, rows: all.length }, ...next };
		}
		if (pages === 'linked') {
			const next = number < count && { next: { cursor: number + 1 } };
			return { rows, counted: {}, ...next };
		}
		const next = rows.length > 0 && { next: { page: number + 1 }, nextNumber: number + 1 };
		return { rows, counted: {}, ...next };
	}

	private stir(): void {
		const meetings = this.meetings.filter(({ status }) => status === PROCESSED);
		const { length } = meetings;
		if (!this.manners.moves || length === 0) return;
		meetings[Math.floor(this.random() * length)].changedAt = this.stamp(this.now);
	}

	private rowOf({ id, createdAt, changedAt }: Thing, status: string): IDataObject {
		const { times } = this.manners;
		const text = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
		return {
			meetingId: id,
			userId: id,
			...(status && { status }),
			...(times !== 'none' && { createdAt: text(createdAt) }),
			...(times === 'both' && { updatedAt: text(changedAt) }),
		};
	}

	private ordered(things: Thing[]): Thing[] {
		const by: Record<Manners['order'], (one: Thing, other: Thing) => number> = {
			createdAsc: (one, other) => one.createdAt - other.createdAt,
			createdDesc: (one, other) => other.createdAt - one.createdAt,
			changedDesc: (one, other) => other.changedAt - one.changedAt,
			byId: (one, other) => (one.id < other.id ? -1 : 1),
		};
		return [...things].sort(by[this.manners.order]);
	}

	private make(): Thing {
		const made = this.stamp(this.now) + ++this.made * 1000;
		// Like a UUID, it says nothing of when it was made.
		const id = `${((this.made * 7919) % 100_003).toString(36)}-${this.made}`;
		const status = 'Meeting created';
		return { id, status, createdAt: made, changedAt: made, isDone: false, isOther: false };
	}

	private stamp(now: number): number {
		return now + this.manners.skew * MINUTE;
	}

	private request(): void {
		const { failing } = this;
		if (failing.times === 0 || failing.after-- > 0) return;
		failing.times--;
		throw toNodeError(NODE, { message: 'down', httpCode: '503', passes: true });
	}

	/** The same in each run of a history. */
	private random(): number {
		this.chance = (this.chance * 16_807) % 2_147_483_647;
		return this.chance / 2_147_483_647;
	}
}
