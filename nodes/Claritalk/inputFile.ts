import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { StreamedFile } from '../api/streamedFile';
import { refuse } from '../shared/values';

/** The endings of recordings whose type does not end in one. */
const EXTENSIONS: Record<string, string> = {
	'audio/mp4': 'm4a',
	'audio/mpeg': 'mp3',
	'audio/vnd.wave': 'wav',
	'audio/x-m4a': 'm4a',
	'video/quicktime': 'mov',
	'video/x-matroska': 'mkv',
	'video/x-msvideo': 'avi',
};

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
	const binary = context.helpers.assertBinaryData(itemIndex, source);
	const property = typeof source === 'string' ? source : 'data';
	const name = binary.fileName || `${property}.${extensionOf(binary)}`;
	const file = binary.id
		? await storedFile(context, binary.id, name, binary.mimeType)
		: new File([Buffer.from(binary.data, 'base64')], name, { type: binary.mimeType });
	if (file.size === 0) {
		throw refuse(`The file in "${property}" is empty`, 'Check the node that makes the file');
	}
	return file;
}

function extensionOf({ fileExtension, mimeType }: IBinaryData): string {
	const type = mimeType.split(';')[0].trim().toLowerCase();
	const told = fileExtension?.replace(/^\.+/, '');
	return told || EXTENSIONS[type] || type.replace(/^.*\/(x-)?/, '') || 'bin';
}

async function storedFile(context: IExecuteFunctions, id: string, name: string, type: string) {
	const { fileSize } = await context.helpers.getBinaryMetadata(id);
	return new StreamedFile(
		async () => await context.helpers.getBinaryStream(id),
		fileSize,
		name,
		type,
	);
}
