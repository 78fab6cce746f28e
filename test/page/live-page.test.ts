import * as path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { demoVolume } from '../support/demo-volume.ts';
import { type Served, startServing } from '../support/served.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { seriousViolations } from './accessible.ts';
import { useBrowser } from './browser.ts';

const dir = sharedDirectory();
const open = useBrowser();
let served: Served;

const scan = () => stowage(['scan', 'volume', '--db', 'x.db', '--settle', '0s', '-q'], { cwd: dir() });

beforeAll(async () => {
  demoVolume(path.join(dir(), 'volume'));
  served = await startServing(['--db', 'x.db', '--log', 'none'], { cwd: dir() });
});
afterAll(() => served.stop());

it('says that there is no inventory, and shows one as soon as a scan has made it, and then the next', async () => {
  const { page, complaints } = await open(served.url, { live: served.url });
  await page.getByRole('heading', { name: 'No inventory' }).waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  expect((await scan()).exitCode).toBe(0);
  await page.getByText('8 repositories').waitFor();
  aVolume(path.join(dir(), 'volume'))
    .repository('new/one')
    .image({ layers: ['new'], tag: '1' });
  expect((await scan()).exitCode).toBe(0);
  await page.getByText('9 repositories').waitFor();
  expect(complaints).toEqual([]);
});

it('opens a deep link, and again after a reload, and asks nobody else', async () => {
  const { page, complaints } = await open(`${served.url}#/map/shop%2F?area=bytes`, { live: served.url });
  const cell = page.locator('.treemap > li > a[title^="shop/web,"]');
  await cell.waitFor();
  await page.reload();
  await cell.click();
  await page.waitForURL('**#/map/shop%2Fweb');
  await page.getByText('2.4.0').first().waitFor();
  expect(complaints).toEqual([]);
});

it('leads to what is searched for', async () => {
  const { page, complaints } = await open(served.url, { live: served.url });
  await page.getByText('repositories').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('shop/web');
  await page.keyboard.press('Enter');
  await page.waitForURL('**#/search/shop%2Fweb');
  await page.locator('main').getByText('shop/web').first().waitFor();
  expect(complaints).toEqual([]);
});
