import type { Locator } from 'playwright-core';

import type { Editor } from './editor';

/** The sizes and looks in which nothing may be cut off. */
const LOOKS = [1280, 1920].flatMap((width) =>
	(['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

/**
 * Finds texts that are wider than what they stand in, in narrow and wide windows, light and dark.
 *
 * @returns a line for each, with where it was seen
 */
export async function cutOffTexts({ page }: Editor, within: Locator): Promise<string[]> {
	const before = page.viewportSize();
	const found: string[] = [];
	for (const { width, colorScheme } of LOOKS) {
		await page.setViewportSize({ width, height: 900 });
		await page.emulateMedia({ colorScheme });
		const texts = await within.evaluate((root) =>
			[...root.querySelectorAll('*')]
				.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
				// What a user types may be longer than its field.
				.filter((element) => !element.closest('input, textarea, .cm-editor'))
				.filter((element) => {
					const { overflowX } = element.ownerDocument.defaultView.getComputedStyle(element);
					// 3: a text of its own, not only of what stands in it.
					const isText = [...element.childNodes].some(({ nodeType }) => nodeType === 3);
					return isText && overflowX !== 'visible';
				})
				.map(({ textContent }) => String(textContent).trim()),
		);
		found.push(...texts.filter(Boolean).map((text) => `${width}, ${colorScheme}: ${text}`));
	}
	if (before) await page.setViewportSize(before);
	return found;
}
