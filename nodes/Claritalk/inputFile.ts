import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { wordOf } from '../api/json';
import { StreamedFile } from '../api/streamedFile';
import { refuse, show } from '../shared/values';

/** The endings of recordings whose type does not end in one. */
const EXTENSIONS: Record<string, string> = {
	'audio/3gpp': '3gp',
	'audio/amr-wb': 'amr',
	'audio/mp4': 'm4a',
	'audio/mp4a-latm': 'm4a',
	'audio/mpeg': 'mp3',
	'audio/vnd.dlna.adts': 'aac',
	'audio/vnd.wave': 'wav',
	'audio/wave': 'wav',
	'audio/x-m4a': 'm4a',
	'audio/x-matroska': 'mka',
	'video/3gpp': '3gp',
	'video/mp2t': 'ts',
	'video/quicktime': 'mov',
	'video/x-matroska': 'mkv',
	'video/x-msvideo': 'avi',
};

/** Of how many fields with files an error tells. */
const MOST_NAMED = 5;

/**
 * The file in an input item's binary field, ready to be put into a form. Where n8n keeps it in a store it is read
 * while it is sent.
 *
 * @param source the field's name, or a binary value that an expression took from another item
 * @throws NodeOperationError when the item has no such field, UserError when the file is empty
 */
export async function inputFile(
	context: IExecuteFunctions,
	itemIndex: number,
	source: string | IBinaryData,
): Promise<File> {
	const property = typeof source === 'string' ? source : 'data';
	const binary = binaryIn(context, itemIndex, source);
	// A Code node may put anything in them.
	const [id, data, mimeType] = [binary.id, binary.data, binary.mimeType].map(wordOf);
	const name = wordOf(binary.fileName).trim() || `${property}.${extensionOf(binary)}`;
	const file = id
		? await storedFile(context, id, property, name, mimeType)
		: new File([Buffer.from(data, 'base64')], name, { type: mimeType });
	if (file.size === 0) {
		throw refuse(`The file in "${property}" is empty`, 'Check the node that makes the file');
	}
	return file;
}

/** n8n's own words, where it has some for what is missing. */
function binaryIn(
	context: IExecuteFunctions,
	itemIndex: number,
	source: string | IBinaryData,
): IBinaryData {
	try {
		const binary = context.helpers.assertBinaryData(itemIndex, source);
		// What every object has is no file.
		const isFile = ['data', 'id', 'mimeType'].some((name) => Object.hasOwn(binary, name));
		if (typeof binary === 'object' && isFile) return binary;
		throw new NodeOperationError(context.getNode(), 'No binary data');
	} catch (error) {
		const { message } = error as Error;
		// Where the name looks like an error code, n8n says something else.
		const isTold =
			error instanceof NodeOperationError && typeof source === 'string' && message.includes(source);
		const ofField = typeof source === 'string' ? `: the item has none in "${source}"` : '';
		throw refuse(
			isTold ? message : `Input Binary Field holds no file${ofField}`,
			`${heldBy(context, itemIndex)}Enter the name of the field in which the node before gives the file, or an expression that gives its binary data`,
		);
	}
}

/** A sentence on the fields in which an item has files; nothing where it has none. */
function heldBy(context: IExecuteFunctions, itemIndex: number): string {
	const names = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
	if (names.length === 0) return '';
	return `The item has a file in ${names.slice(0, MOST_NAMED).map(show).join(', ')}. `;
}

function extensionOf({ fileExtension, mimeType }: IBinaryData): string {
	const type = wordOf(mimeType).split(';')[0].trim().toLowerCase();
	const told = wordOf(fileExtension).replace(/^\.+/, '');
	const [, named] = /\/(?:x-)?(?:ms-|pn-)?(\w{2,5})$/.exec(type) ?? [];
	return told || EXTENSIONS[type] || named || 'bin';
}

async function storedFile(
	context: IExecuteFunctions,
	id: string,
	property: string,
	name: string,
	type: string,
) {
	const { fileSize } = await context.helpers.getBinaryMetadata(id).catch((error: Error) => {
		throw refuse(
			`The file in "${property}" could not be read: ${error.message}`,
			'It is no longer in the storage of n8n: run the node that makes it again',
		);
	});
	return new StreamedFile(
		async () => await context.helpers.getBinaryStream(id),
		fileSize,
		name,
		type,
	);
}
