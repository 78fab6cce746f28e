import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { manyRepositories } from '../support/many-repositories.ts';
import { type Served, startServing } from '../support/served.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { useBrowser } from './browser.ts';
import { workOf } from './frames.ts';

const COUNT = 20_000;
/** A frame of a screen that draws sixty in a second, of which the browser wants a part for itself. */
const FRAME_MS = 1000 / 60;
/** What people take as at once. */
const AT_ONCE_MS = 200;

const dir = sharedDirectory();
const open = useBrowser();
let served: Served;

beforeAll(async () => {
  const db = path.join(dir(), 'x.db');
  manyRepositories(db, { count: COUNT, tags: 1 });
  served = await startServing(['--db', db]);
});
afterAll(() => served.stop());

async function openTable(): Promise<Page> {
  const { page } = await open(`${served.url}#/repositories`, { live: served.url });
  await page.locator('[data-row]').first().waitFor();
  await page.getByText('20,000 repositories').waitFor();
  return page;
}

const firstRow = (page: Page) => page.locator('[data-row]').first();
const shownRows = (page: Page) => page.locator('[data-row]').count();

it('holds few rows of 20,000, and wheels from end to end within the time of a frame', async () => {
  const page = await openTable();
  expect(await page.locator('table').getAttribute('aria-rowcount')).toBe(String(COUNT + 1));
  expect(await shownRows(page)).toBeLessThan(60);
  await page.locator('.rows').hover();
  const STEPS = 40;
  const { busyMs, frames } = await workOf(page, async () => {
    for (let step = 0; step < STEPS; step++) await page.mouse.wheel(0, 700);
  });
  expect(await page.locator('.rows').evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(10_000);
  expect(await shownRows(page)).toBeLessThan(80);
  expect(busyMs / Math.max(frames, STEPS), 'milliseconds a frame').toBeLessThan(FRAME_MS);
  await page.locator('.rows').evaluate((rows) => rows.scrollTo(0, rows.scrollHeight));
  await page.locator(`[data-row="${COUNT - 1}"]`).waitFor();
});

it('goes by keys to the last row and back, of which the focus is never lost', async () => {
  const page = await openTable();
  await page.locator('.rows').focus();
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row'));
  for (const [key, row] of [
    ['ArrowDown', 0],
    ['PageDown', 15],
    ['End', COUNT - 1],
    ['PageUp', COUNT - 16],
    ['ArrowUp', COUNT - 17],
    ['Home', 0],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(focused, { message: key }).toBe(String(row));
  }
  const { busyMs } = await workOf(page, async () => {
    for (let press = 0; press < 100; press++) await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBe('100');
  });
  expect(busyMs / 100, 'milliseconds a key').toBeLessThan(2 * FRAME_MS);
});

it('is ordered and filtered at once', async () => {
  const page = await openTable();
  const sorted = await workOf(page, async () => {
    await page.getByRole('button', { name: 'repository', exact: true }).click();
    await expect.poll(() => firstRow(page).textContent()).toContain('team-00/billing-0');
  });
  expect(sorted.busyMs).toBeLessThan(AT_ONCE_MS);
  const filtered = await workOf(page, async () => {
    await page.getByLabel('Filter by name').pressSequentially('mail-19');
    await page.getByText(/of 20,000 repositories/).waitFor();
  });
  expect(filtered.busyMs / 'mail-19'.length, 'milliseconds a letter').toBeLessThan(AT_ONCE_MS);
  const { stdout } = await stowage(['ls', '--json', '--db', path.join(dir(), 'x.db')]);
  const { repositories } = JSON.parse(stdout) as { repositories: string[] };
  const named = repositories.filter((name) => name.includes('mail-19'));
  expect(named.length).toBeGreaterThan(10);
  await page.getByText(`${named.length} of 20,000 repositories`).waitFor();
});
