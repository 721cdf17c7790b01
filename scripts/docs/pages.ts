import { architecturePage } from './architecturePage';
import { endpointsPage } from './endpointsPage';
import { troubleshootingPage } from './troubleshootingPage';

/** The pages that are made from the code, by their paths. */
export const pages: Record<string, () => Promise<string>> = {
	'docs/architecture.md': architecturePage,
	'docs/endpoints.md': endpointsPage,
	'docs/troubleshooting.md': troubleshootingPage,
};
