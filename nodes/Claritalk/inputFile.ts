import type { IExecuteFunctions } from 'n8n-workflow';

import { StreamedFile } from '../api/streamedFile';
import { refuse } from '../shared/values';

/**
 * The file in an input item's binary field, ready to be put into a form. Where n8n keeps it in a store it is read
 * while it is sent.
 *
 * @throws NodeOperationError when the item has no such field, UserError when the file is empty
 */
export async function inputFile(
	context: IExecuteFunctions,
	itemIndex: number,
	property: string,
): Promise<File> {
	const binary = context.helpers.assertBinaryData(itemIndex, property);
	const name = binary.fileName ?? property;
	const file = binary.id
		? await storedFile(context, binary.id, name, binary.mimeType)
		: new File([Buffer.from(binary.data, 'base64')], name, { type: binary.mimeType });
	if (file.size === 0) {
		throw refuse(`The file in "${property}" is empty`, 'Check the node that makes the file');
	}
	return file;
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
