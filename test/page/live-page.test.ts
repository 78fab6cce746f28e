import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startStowage, stowage } from '../support/command-line.ts';
import { demoVolume } from '../support/demo-volume.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { seriousViolations } from './accessible.ts';
import { useBrowser } from './browser.ts';

const dir = sharedDirectory();
const open = useBrowser();
let service: ChildProcess;
let address = '';

const scan = () => stowage(['scan', 'volume', '--db', 'x.db', '--settle', '0s', '-q'], { cwd: dir() });

beforeAll(async () => {
  demoVolume(path.join(dir(), 'volume'));
  service = startStowage(['serve', '--db', 'x.db', '--port', '0', '--log', 'none'], { cwd: dir() });
  let said = '';
  for (const stream of [service.stdout, service.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  await vi.waitFor(() => expect(said).toMatch(/http:\S+/), 20_000);
  address = /http:\S+/.exec(said)?.[0] ?? '';
});

afterAll(async () => {
  if (service.exitCode !== null) return;
  service.kill('SIGTERM');
  await once(service, 'exit');
});

it('says that there is no inventory, and shows one as soon as a scan has made it, and then the next', async () => {
  const { page, complaints } = await open(address, { live: address });
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
  const { page, complaints } = await open(`${address}#/map/shop%2F?area=bytes`, { live: address });
  const cell = page.locator('.treemap > li > a[title^="shop/web,"]');
  await cell.waitFor();
  await page.reload();
  await cell.click();
  await page.waitForURL('**#/map/shop%2Fweb');
  await page.getByText('2.4.0').first().waitFor();
  expect(complaints).toEqual([]);
});

it('leads to what is searched for', async () => {
  const { page, complaints } = await open(address, { live: address });
  await page.getByText('repositories').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('shop/web');
  await page.keyboard.press('Enter');
  await page.waitForURL('**#/search/shop%2Fweb');
  await page.locator('main').getByText('shop/web').first().waitFor();
  expect(complaints).toEqual([]);
});
