import type { Page } from 'playwright-core';

/** Waits until a view has its heading and nothing is being asked for any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  // Not by a function of the page: its policy lets none in.
  for (let still = 0; still < 3; still++) {
    if ((await page.locator('.waiting, [aria-busy="true"]').count()) > 0) still = -1;
    await page.waitForTimeout(25);
  }
}
