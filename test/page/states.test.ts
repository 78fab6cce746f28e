import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { dbOf, scan } from '../support/recorded-history.ts';
import { type Served, startServing } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { useBrowser } from './browser.ts';
import { lookAt } from './look-at.ts';
import { settled } from './settled.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What a service refuses is an error to the browser, and said on the page. */
const REFUSED = /status of [45]\d\d/;

const dir = temporaryDirectory();
const open = useBrowser();
const running: Served[] = [];
afterEach(() => Promise.all(running.splice(0).map((each) => each.stop())));

async function serve(...args: readonly string[]): Promise<Served> {
  const served = await startServing(args);
  running.push(served);
  return served;
}

/** A small volume that has something to tell. */
function someVolume(): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume
    .repository('team/app')
    .image({ layers: ['base', 'app'], tag: '1' })
    .image({ layers: ['base', 'new'], tag: '2' });
  volume.orphan('left behind', 5000);
  return volume.age('2026-03-20T12:00:00Z');
}

async function serveScanned(volume: VolumeBuilder) {
  await scan(volume.resolve(''));
  return serve('--db', dbOf(volume.resolve('')));
}

describe('while there is no inventory', () => {
  it('the page tells how far the first scan is, and shows the inventory once it is done', async () => {
    const volume = someVolume();
    // What looks half made is waited for: a scan that takes its time.
    volume.at(new Date()).repository('team/app').tag('on-its-way', madeDigest('not there yet'));
    const db = path.join(dir(), 'x.db');
    const served = await serve(volume.resolve(''), '--db', db, '--rescan', '1h');
    const status = async () => (await fetch(`${served.url}api/v1/status`)).json() as Promise<Status>;
    const scanner = await vi.waitFor(() => childOf(served.child.pid ?? 0), { timeout: 20_000, interval: 5 });
    // Step by step, until it has found the repository and before it is done.
    const isThere = async () => (await status()).scanning?.progress?.repositories === 1;
    process.kill(scanner, 'SIGSTOP');
    while (!(await isThere())) {
      process.kill(scanner, 'SIGCONT');
      await setTimeout(10);
      process.kill(scanner, 'SIGSTOP');
    }
    try {
      const { progress } = (await status()).scanning ?? {};
      await lookAt(open, {
        name: 'first-scan',
        address: served.url,
        live: served.url,
        text: 'The first scan is running',
      });
      const { page, complaints } = await open(served.url, { live: served.url });
      await page.getByText(`${progress?.blobs} blobs and 1 repository so far`).waitFor();
      process.kill(scanner, 'SIGCONT');
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      await page.getByText('1 repository · 3 tags').waitFor();
      expect(complaints).toEqual([]);
    } finally {
      if (fs.existsSync(`/proc/${scanner}`)) process.kill(scanner, 'SIGCONT');
    }
  });

  it('it says how to make one', async () => {
    const { url } = await serve('--db', path.join(dir(), 'none.db'));
    await lookAt(open, { name: 'no-inventory', address: url, live: url, text: 'No inventory yet' });
    const { page } = await open(url, { live: url });
    await page.getByText('stowage scan').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('it says that what is there is none', async () => {
    const db = path.join(dir(), 'broken.db');
    fs.writeFileSync(db, 'no database');
    const { url } = await serve('--db', db);
    await lookAt(open, { name: 'broken-inventory', address: url, live: url, text: 'No inventory' });
    const { page } = await open(url, { live: url });
    expect(await page.getByRole('alert').textContent()).toContain(db);
  });

  it('it says why the first scan failed', async () => {
    const { url } = await serve(dir(), '--db', path.join(dir(), 'x.db'), '--rescan', '1h');
    await lookAt(open, {
      name: 'scan-failed',
      address: url,
      live: url,
      text: 'The last scan failed: There is no registry volume at',
    });
  });
});

interface Status {
  readonly scanning: { readonly progress?: { readonly blobs: number; readonly repositories: number } } | null;
}

/** The process that a service scans in. */
function childOf(pid: number): number {
  const child = Number.parseInt(fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'), 10);
  if (Number.isNaN(child)) throw new Error('It has not begun to scan.');
  return child;
}

describe('before any number the page says', () => {
  it('that the inventory is older than a day', async () => {
    const volume = someVolume();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 3 * DAY_MS);
    const served = await serveScanned(volume).finally(() => vi.restoreAllMocks());
    await lookAt(open, {
      name: 'old-inventory',
      address: served.url,
      live: served.url,
      text: /The inventory is 3d old: .* Scan again before you delete anything\./,
    });
  });

  it('that not everything could be read, and still what could', async () => {
    const volume = someVolume();
    volume.repository('team/hidden').image({ layers: ['secret'], tag: '1' });
    fs.chmodSync(volume.resolve('docker/registry/v2/repositories/team/hidden'), 0);
    fs.chmodSync(dir(), 0o777);
    const db = dbOf(volume.resolve(''));
    const ended = await stowage(['scan', volume.resolve(''), '--db', db, '-q'], { asNobody: true });
    expect(ended.exitCode).toBe(3);
    const served = await serve('--db', db);
    await lookAt(open, {
      name: 'incomplete',
      address: served.url,
      live: served.url,
      text: 'Not complete: something could not be read.',
    });
  });

  it('that what lies there now is not what it tells of', async () => {
    const volume = someVolume();
    const served = await serveScanned(volume);
    const { page } = await open(served.url, { live: served.url });
    await page.getByText('1 repository · 2 tags').waitFor();
    const db = dbOf(volume.resolve(''));
    fs.writeFileSync(`${db}.new`, 'no database');
    fs.renameSync(`${db}.new`, db);
    await page.getByText('What is shown is of the inventory before.').waitFor();
    await page.getByText('1 repository · 2 tags').waitFor();
  });

  it('that the service is gone, beside what it said last', async () => {
    const served = await serveScanned(someVolume());
    const { page } = await open(served.url, { live: served.url });
    await page.getByText('1 repository · 2 tags').waitFor();
    await served.stop();
    await page.getByText('The service does not answer. What is shown is what it said before.').waitFor();
    await page.getByText('1 repository · 2 tags').waitFor();
    await page.getByRole('link', { name: 'Findings', exact: true }).click();
    await page.getByRole('alert').getByText('The service does not answer.').waitFor();
    await page.getByRole('heading', { name: 'Findings' }).waitFor();
  });
});

/** Volumes of which nothing can be planned, and what is said of each. */
const REFUSED_VOLUMES = [
  [
    'half-missing',
    'nothing is planned',
    (volume: VolumeBuilder) => volume.remove('docker/registry/v2/blobs'),
  ],
  [
    'a-cache',
    'pull-through cache',
    (volume: VolumeBuilder) => volume.schedulerState(['team/app@sha256:0000']),
  ],
] as const;

describe.each(REFUSED_VOLUMES)('where a plan is refused: %s', (name, text, make) => {
  it('there is the reason and no lever, on the plan and on the overview', async () => {
    const served = await serveScanned(make(someVolume()));
    await lookAt(open, {
      name: `refused-${name}`,
      address: `${served.url}#/plan`,
      live: served.url,
      text,
      mayNote: REFUSED,
    });
    const { page } = await open(`${served.url}#/plan`, { live: served.url });
    expect(await page.getByRole('alert').innerText()).toContain(text);
    expect(await page.locator('input, .figure, .downloads').count()).toBe(1); // the search box
    await page.goto(`${served.url}#/`);
    await settled(page);
    const levers = page.getByRole('region', { name: 'What would free how much' });
    expect(await levers.getByText('nothing', { exact: true }).count()).toBe(0);
    expect(await levers.innerText()).toContain(text);
    expect(await levers.locator('.command').filter({ hasText: 'stowage plan' }).count()).toBe(0);
  });
});

describe('where what seems free may be in use', () => {
  it('it is called undetermined on every view that tells of it, and no lever frees it', async () => {
    const volume = someVolume().remove('docker/registry/v2/repositories');
    const served = await serveScanned(volume);
    await lookAt(open, {
      name: 'undetermined',
      address: served.url,
      live: served.url,
      text: 'Undetermined: what seems free may be in use.',
    });
    for (const place of ['', 'unreferenced', 'collection', 'findings', 'plan']) {
      const { page } = await open(`${served.url}#/${place}`, { live: served.url });
      await settled(page);
      expect(await page.locator('main').innerText(), place).toMatch(/undetermined/i);
      expect(await page.locator('.lever-list li, .levers, .downloads').count(), place).toBe(0);
    }
  });
});
