import PDFDocument from 'pdfkit';

import type { Meeting } from './types';

/** The PDF report of a meeting, as the webhook's meeting holds it (documented). */
export async function reportFileOf(meeting: Meeting) {
	const pdf = await reportOf(meeting);
	return { filename: `report-${meeting.meetingId}.pdf`, content: pdf.toString('base64') };
}

/** The PDF report of a meeting: one real, small page. */
async function reportOf(meeting: Meeting): Promise<Buffer> {
	const document = new PDFDocument({ size: 'A4', info: { Title: meeting.title } });
	const chunks: Buffer[] = [];
	document.on('data', (chunk: Buffer) => chunks.push(chunk));
	const finished = new Promise((resolve) => document.on('end', resolve));
	document.fontSize(18).text(meeting.title).moveDown();
	document.fontSize(11).text(meeting.summary.general.content).moveDown();
	for (const { text, assignee } of meeting.todos) document.text(`- ${text} (${assignee})`);
	document.end();
	await finished;
	return Buffer.concat(chunks);
}
