import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IBinaryKeyData } from 'n8n-workflow';

import { claritalkHarness } from '../harness/claritalk';
import { logged } from '../harness/logged';
import { giveOwnClocks } from '../harness/ownClock';
import { type ShapeName, startSandbox } from '../sandbox';
import { reportFileOf } from '../sandbox/pdf';
import { CALLS } from './calls';
import { type Outcome, problemsOf, runCell, SECRETS, type World } from './cell';
import { FAULTS } from './faults';
import { type Cell, PAGE, reliabilityPage } from './page';
import {
	NOTHING,
	runStorm,
	type StormCell,
	type StormOutcome,
	stopProblemsOf,
	stormProblemsOf,
	WAYS,
} from './stormCell';
import { STORMS } from './storms';

/** Set where the page is left as it is (`--ci`): then it must say what the run did. */
declare const isCi: boolean;

/** So many calls at once: most of them wait. */
const AT_ONCE = 24;
const RECORDING_BYTES = 400_000;
const REPORT_BYTES = 200_000;
const NO_LIMIT = { default: 1_000_000, upload: 1_000_000 };

const ROOT = join(__dirname, '..', '..');

/** Every call of the node with every fault, against one shape of the sandbox. */
export function testFaults(shape: ShapeName): void {
	const worlds: World[] = [];
	const usual = new Map<string, Outcome>();
	const cells: Cell[] = [];
	let lines: object[];
	const stormCells: StormCell[] = [];
	let reset: (world: World) => void;
	/** Does what is to be done with each cell, each in a world that is as at first. */
	const onWorlds = async <T>(all: T[], work: (cell: T, world: World) => Promise<void>) => {
		const waiting = [...all];
		const workIn = async (world: World) => {
			for (let cell; (cell = waiting.shift()); ) {
				reset(world);
				await work(cell, world);
			}
		};
		await Promise.all(worlds.map(workIn));
	};

	beforeAll(async () => {
		giveOwnClocks();
		lines = logged();
		const report = randomBytes(REPORT_BYTES);
		const bytes = Buffer.alloc(RECORDING_BYTES);
		for (let count = 0; count < AT_ONCE; count++) {
			const sandbox = await startSandbox({ shape, rateLimit: NO_LIMIT });
			const n8n = claritalkHarness(sandbox);
			const data = await n8n.storeBinary(bytes, 'a.mp3', 'audio/mpeg');
			const recording: IBinaryKeyData = { data };
			worlds.push({ sandbox, n8n, recording, report });
		}
		const files = await reportFileOf(worlds[0].sandbox.store.meetings[0]);
		reset = ({ sandbox }) => {
			sandbox.reset();
			Object.assign(sandbox.store.meetings[0], { files });
		};
		for (const call of CALLS) {
			reset(worlds[0]);
			usual.set(call.name, await runCell(worlds[0], call));
		}
	});
	afterAll(async () => {
		await Promise.all(worlds.map(async ({ sandbox }) => await sandbox.close()));
		jest.restoreAllMocks();
	});

	it.each(CALLS)('$name succeeds where nothing goes wrong', ({ name }) => {
		expect(usual.get(name)!.error).toBeUndefined();
	});

	it.each(FAULTS)('$name', async (fault) => {
		const calls = CALLS.filter(({ kind }) => !(fault.ofApiOnly && kind === 'login'));
		const left = fault.spells.flatMap((spell) => calls.map((call) => ({ spell, call })));
		const own: Cell[] = left.map((cell) => ({
			...cell,
			fault,
			usual: usual.get(cell.call.name)!,
			outcome: { passages: [] },
		}));
		await onWorlds(own, async (cell, world) => {
			cell.outcome = await runCell(world, cell.call, fault, cell.spell);
		});
		cells.push(...own);
		const problems = own.flatMap(({ spell, call, outcome, usual: other }) =>
			problemsOf(call, outcome, other, fault).map((one) => `${call.name}, ${spell}: ${one}`),
		);
		expect(problems).toEqual([]);
	});

	it.each(STORMS)('$name, over many items', async (storm) => {
		const own: StormCell[] = WAYS.map((way) => ({ ...way, storm, outcome: NOTHING }));
		const stops = new Map<StormCell, StormOutcome>();
		await onWorlds(own, async (cell, world) => {
			cell.outcome = await runStorm(world, cell, true);
			reset(world);
			stops.set(cell, await runStorm(world, cell, false));
		});
		stormCells.push(...own);
		const problems = own.flatMap((cell) => {
			const stopped = stopProblemsOf(stops.get(cell)!, cell.outcome);
			const all = [...stormProblemsOf(cell), ...stopped.map((one) => `stopping, it ${one}`)];
			return all.map((one) => `${cell.kind}, ${cell.login}: ${one}`);
		});
		expect(problems).toEqual([]);
	});

	it("n8n's log shows no secret", () => {
		expect(lines.filter((line) => SECRETS.test(JSON.stringify(line)))).toEqual([]);
	});

	it(`${PAGE} says what happened; if not, run npm run test:faults`, async () => {
		const page = await reliabilityPage(cells, stormCells);
		if (!isCi) writeFileSync(join(ROOT, PAGE), page);
		expect(page).toBe(readFileSync(join(ROOT, PAGE), 'utf8'));
	});
}
