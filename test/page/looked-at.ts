import * as path from 'node:path';
import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core finds of those that shut people out: the rule, and where. */
export async function gravesOf(page: Page): Promise<string[]> {
  // By the debugger: the page's own policy lets no script in.
  await page.evaluate(`${axeCore.source};undefined`);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    interface Violation {
      readonly id: string;
      readonly impact: string;
      readonly nodes: ReadonlyArray<{ readonly html: string }>;
    }
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}

/** Waits until nothing is being asked for any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  // Not by a function of the page: its policy lets none in.
  for (let still = 0; still < 3; still++) {
    if ((await page.locator('.waiting, [aria-busy="true"]').count()) > 0) still = -1;
    await page.waitForTimeout(25);
  }
}

/** Keeps a picture where `STOWAGE_SCREENSHOTS` says so, for people to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const directory = process.env['STOWAGE_SCREENSHOTS'];
  if (directory === undefined) return;
  await page.screenshot({ path: path.join(directory, `${name}.png`), fullPage: true });
}
