import { architecturePage } from './architecturePage';
import { endpointsPage } from './endpointsPage';
import { readmePage } from './readmePage';
import { troubleshootingPage } from './troubleshootingPage';

/** The pages that are made from the code, as a whole or in part, by their paths. */
export const pages: Record<string, () => Promise<string>> = {
	'README.md': readmePage,
	'docs/architecture.md': architecturePage,
	'docs/endpoints.md': endpointsPage,
	'docs/troubleshooting.md': troubleshootingPage,
};
