import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { manyRepositories } from '../support/many-repositories.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { LOOKS, useBrowser } from './browser.ts';
import { labelFaults } from './labels.ts';
import { lookAt } from './look-at.ts';

const COUNT = 2000;
/** What fits into a mail. */
const MOST_BYTES = 1_500_000;
const CELLS = '.treemap > li > a.cell';

const dir = sharedDirectory();
const open = useBrowser();
const at = (place: string) => `file://${dir()}/report.html#${place}`;

beforeAll(async () => {
  manyRepositories(path.join(dir(), 'x.db'), { count: COUNT, tags: 15 });
  await stowage(['report', '--db', 'x.db', '--html', 'report.html'], { cwd: dir() });
});

it(`a report file of ${COUNT} repositories with 30,000 tags is at most 1.5 MB`, () => {
  const { size } = fs.statSync(path.join(dir(), 'report.html'));
  expect(size).toBeGreaterThan(500_000);
  expect(size).toBeLessThanOrEqual(MOST_BYTES);
});

it('their map is looked at in every width and colour', () =>
  lookAt(open, { name: 'map-of-2000', address: at('/map'), text: 'fair share' }));

it('has labels that overlap nowhere, leave no cell and are wide enough to be read', async () => {
  for (const look of Object.values(LOOKS))
    for (const place of ['/map', '/map?area=bytes&colour=age', '/map?area=unique', '/map/team-00%2F']) {
      const { page } = await open(at(place), look);
      await page.locator(CELLS).first().waitFor();
      expect(await labelFaults(page), place).toEqual([]);
      expect(await page.locator('.treemap .cell-label').count()).toBeGreaterThan(5);
      await page.context().close();
    }
});

/** How many each cell stands for, as its title says. */
async function countsOf(page: Page): Promise<number> {
  const titles = await page
    .locator(CELLS)
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
  return titles
    .map((title) => Number(/^([\d,]+) more/.exec(title)?.[1]?.replaceAll(',', '') ?? 1))
    .reduce((sum, each) => sum + each, 0);
}

it('is walked down by the keyboard alone, to what was gathered, and to a repository', async () => {
  const { page } = await open(at('/map'));
  await page.locator(CELLS).first().waitFor();
  const places = /([\d,]+) places/.exec(await page.locator('.map-head').innerText())?.[1];
  expect(await countsOf(page)).toBe(Number(places?.replaceAll(',', '')));
  // From the top of the page by Tab, as one who has no mouse.
  const title = () => page.evaluate(() => document.activeElement?.getAttribute('title') ?? '');
  for (let tab = 0; tab < 40 && !(await title()).startsWith('team-'); tab++) await page.keyboard.press('Tab');
  const [namespace = ''] = (await title()).split(',');
  expect(namespace).toMatch(/^team-\d\d\/$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**#/map/${encodeURIComponent(namespace)}`);
  await page.locator(`${CELLS}[title^="${namespace}"]`).first().waitFor();
  await page.locator(CELLS).first().focus();
  const walked = new Set<string>();
  for (let step = 0; step < 12; step++) {
    walked.add(await title());
    await page.keyboard.press(step % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
  }
  expect(walked.size).toBeGreaterThan(3);
  await page.locator(CELLS).first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/map\/team-\d\d%2F[a-z]/);
  await page.locator(CELLS).first().focus();
  await page.keyboard.press('Backspace');
  await page.waitForURL(`**#/map/${encodeURIComponent(namespace)}`);
});
