import type {
	IBinaryData,
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
} from 'n8n-workflow';

import type { Client } from '../../api/client';
import type { Endpoint } from '../../api/facts';
import type { OutputName } from '../../api/types';
import type { ItemParameters } from '../parameters';
import type { Waiting } from '../waiting';
import type { Once } from '../writtenItems';

/** What an operation gets to do its work for one input item. */
export interface Call {
	client: Client;
	/** The item's parameters, expressions resolved and values validated. */
	parameters: ItemParameters;
	/** Waits for meetings, together with the other items of the run. */
	waiting: Waiting;
	/** The file in one of the item's binary fields, or in a binary value of another item. */
	file(source: string | IBinaryData): Promise<File>;
	/** For the parts of a write that is several: with Retry On Fail, n8n's next try does only those that are left. */
	once: Once;
	/** Stores a file for the output. */
	prepareBinaryData: IExecuteFunctions['helpers']['prepareBinaryData'];
}

/** An output item that has files beside its JSON. */
export class ItemWithFiles {
	constructor(
		readonly json: IDataObject,
		readonly binary: IBinaryKeyData,
	) {}
}

/** What becomes one output item. */
export type Output = IDataObject | ItemWithFiles;

/** One output item, or one per member of the list. */
export type Result = Output | Output[];

/** What is left to do when the work itself is done; n8n's next try does only this again. */
export type Rest = (call: Call) => Promise<Result>;

/** One operation: what the user sees, which endpoint it calls, and what it does for one item. */
export interface Operation {
	/** Saved in workflows as `operation` (contract). */
	value: string;
	name: string;
	/** Shown in the node creator. */
	action: string;
	description: string;
	/** Absent where the user names the path, or there are several. */
	endpoint?: Endpoint;
	/** Whether it changes nothing, where no endpoint says so. */
	onlyReads?: boolean;
	/** What it gives, for the output schema; absent where the user's own path decides. */
	output?: OutputName;
	/** Its parameters, without saying for which resource and operation they show: the registry knows. */
	properties: INodeProperties[];
	/** Gives the result, or what is still to be waited for while the next items have their turn. */
	run(call: Call): Promise<Result | Rest>;
}

/** A resource with its operations, in the order in which the editor lists them (by name). */
export interface Resource {
	/** Saved in workflows as `resource` (contract). */
	value: string;
	name: string;
	operations: Operation[];
	/** The operation that a newly chosen resource starts with. */
	defaultOperation: string;
}
