/** What stops a start, as one line for the person who started it. */
export class StartError extends Error {}

/** A command line that this command does not understand. */
export class UsageError extends Error {}
