/** A field's name without what differs between spellings of it: `meeting_id` and `meetingID` are the same. */
export function canonical(name: string): string {
	return name.replace(/[_\- ]/g, '').toLowerCase();
}
