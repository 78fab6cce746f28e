import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousViolations } from './accessible.ts';
import { LOOKS, type OpenAddress } from './browser.ts';
import { keepPicture } from './screenshots.ts';
import { settled } from './settled.ts';

const COLOURS = ['light', 'dark'] as const;
/** axe takes a second: it sees each width and each colour once, not all pairs of them. */
const SEEN_BY_AXE = ['desktop light', 'phone dark'];

/** A view to be looked at. */
interface Looked {
  /** Of its pictures. */
  readonly name: string;
  readonly address: string;
  /** Where it may ask; a file may nowhere. */
  readonly live?: string;
  /** What has to be seen there. */
  readonly text: string | RegExp;
  /** What the browser may note: what a service refuses is an error to it. */
  readonly mayNote?: RegExp;
  /** Done with each page before it is looked at. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/**
 * Looks at a view at both widths in both colours: it shows what it is of, is not wider than the screen, shuts nobody
 * out, has nothing to complain of and asks nobody else. Keeps pictures where they are wanted.
 */
export async function lookAt(open: OpenAddress, looked: Looked): Promise<void> {
  for (const [width, look] of Object.entries(LOOKS)) {
    const { page, complaints } = await open(looked.address, {
      ...look,
      ...(looked.live !== undefined && { live: looked.live }),
    });
    await page.locator('main').getByText(looked.text).first().waitFor();
    await settled(page);
    await looked.prepare?.(page);
    for (const colorScheme of COLOURS) {
      await page.emulateMedia({ colorScheme });
      await keepPicture(page, `${looked.name}-${width}-${colorScheme}`);
      if (SEEN_BY_AXE.includes(`${width} ${colorScheme}`))
        expect(await seriousViolations(page), `${width} ${colorScheme}`).toEqual([]);
    }
    const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(excess, `${looked.name} is wider than a ${width}`).toBeLessThanOrEqual(0);
    expect(await sidewaysOf(page), `what scrolls sideways on a ${width}`).toEqual([]);
    expect(complaints.filter((each) => looked.mayNote?.test(each) !== true)).toEqual([]);
    await page.context().close();
  }
}

/** Tables that are wider than their room. */
function sidewaysOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.scroll, .rows')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((each) => each.getAttribute('aria-label') ?? each.className),
  );
}
