/**
 * For an n8n that gets many deliveries at once: it evaluates expressions in its own process. By default it makes an
 * isolate for every delivery to a community node and another for the run, which takes most of the time there is.
 */
export const BUSY_N8N: NodeJS.ProcessEnv = { N8N_EXPRESSION_ENGINE: 'legacy' };
