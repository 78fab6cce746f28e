import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BusyRegistry, busyRegistry } from '../support/busy-registry.ts';
import { stowage } from '../support/command-line.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { LOOKS, useBrowser } from './browser.ts';
import { labelFaults } from './labels.ts';
import { lookAt } from './look-at.ts';
import { settled } from './settled.ts';

const HOUR_MS = 60 * 60 * 1000;

const dir = sharedDirectory();
const open = useBrowser();
let registry: BusyRegistry;
let file = '';

/** Opens the report file from the disk, and waits until the view is drawn. */
async function view(place: string, options = {}) {
  const opened = await open(`file://${file}#${place}`, options);
  await settled(opened.page);
  return opened;
}

// biome-ignore lint/suspicious/noExplicitAny: what programs get is looked at key by key
type Json = Record<string, any>;

async function json(...args: string[]): Promise<Json> {
  return JSON.parse((await stowage([...args, '--json', '--db', registry.db])).stdout);
}

beforeAll(async () => {
  registry = await busyRegistry(path.join(dir(), 'registry'), Date.now() - 3 * HOUR_MS);
  file = path.join(dir(), 'report.html');
  expect(await stowage(['report', '--html', file, '--db', registry.db])).toMatchObject({
    exitCode: 0,
    stdout: '',
  });
});

const VIEWS = [
  ['overview', '/', 'Growth over time'],
  ['map', '/map', 'fair share'],
  ['map-of-a-namespace', '/map/ml%2F', 'serving/'],
  ['map-of-a-repository', '/map/ml%2Fserving%2Fevent-worker', 'All of this repository'],
  ['repositories', '/repositories', '301 repositories'],
  ['nothing', '/nowhere', 'There is nothing at this address'],
] as const;

describe.each(VIEWS)('the view %s of a report file', (name, place, text) => {
  it('is drawn at both widths in both colours, and asks nobody', () =>
    lookAt(open, { name, address: `file://${file}#${place}`, text }));
});

describe('the overview', () => {
  it('shows the sums that the terminal shows, and they add up to the disk', async () => {
    const { totals } = await json('report');
    const { page } = await view('/');
    const exact = await page
      .locator('.disk-table td .bytes')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('title')?.replace(/\D/g, ''))));
    const parts = ['taggedBytes', 'untaggedBytes', 'unreferencedBytes', 'uploadBytes', 'otherBytes'];
    expect(exact).toEqual([...parts.map((part) => totals[part]), totals.volumeBytes]);
    expect(exact.slice(0, -1).reduce((sum, each) => sum + each)).toBe(exact.at(-1));
  });

  it('has a lever for each that report has, with what it breaks', async () => {
    const { levers } = await json('report');
    const { page } = await view('/');
    expect(await page.locator('.lever-list .command').allTextContents()).toEqual(
      expect.arrayContaining(levers.map(({ command }: { command: string }) => command)),
    );
    expect(await page.locator('.lever-list li').count()).toBe(levers.length);
    const broken = levers.find(({ breaksTags }: { breaksTags: number }) => breaksTags > 0);
    expect(await page.locator('.lever-list').first().textContent()).toContain(
      `it breaks ${broken.breaksTags} tags`,
    );
  });

  it('draws how each state grew, tells of the scan that is pointed at, and the same in a table', async () => {
    const { page } = await view('/');
    const { scans } = await json('history');
    await expect.poll(() => page.locator('.chart .area').count()).toBe(5);
    const [first, last] = [scans[0], scans.at(-1)].map(({ scannedAt }) => scannedAt.slice(0, 10));
    expect(await page.locator('.chart text').allTextContents()).toEqual(
      expect.arrayContaining([first, last]),
    );
    // What is drawn meanwhile may move the chart away from under the pointer.
    const read = async (x: number) => {
      await page.locator('.chart').hover({ position: { x, y: 100 } });
      return page.locator('.reading').textContent();
    };
    await expect.poll(async () => [await read(81), await read(80)][1], { timeout: 20_000 }).toContain(first);
    await page.getByText('14 scans as a table').click();
    await expect.poll(() => page.locator('details tbody tr').count()).toBe(14);
  });
});

describe('the table of repositories', () => {
  const names = (page: { locator: (selector: string) => { allTextContents(): Promise<string[]> } }) =>
    page.locator('[data-row] td:first-child').allTextContents();

  it('is ordered by any column, as usage orders it, and its address says how', async () => {
    const { page } = await view('/repositories');
    for (const [column, sort] of [
      ['only here', 'unique'],
      ['untagged', 'untagged'],
      ['tags', 'tags'],
    ] as const) {
      await page.getByRole('button', { name: column, exact: true }).click();
      await page.waitForURL(`**sort=${sort}`);
      const key = { unique: 'uniqueBytes', untagged: 'untaggedBytes', tags: 'tags' }[sort];
      const { repositories } = await json('usage', '--sort', sort, '--limit', '5');
      const expected = repositories.map((row: Record<string, unknown>) => row[key]);
      const { repositories: all } = await json('usage');
      const byName = new Map(all.map((row: Record<string, unknown>) => [row['name'], row[key]]));
      expect((await names(page)).slice(0, 5).map((name) => byName.get(name))).toEqual(expected);
    }
    await page.reload();
    expect(await page.locator('th[aria-sort=descending]').textContent()).toContain('tags');
  });

  it('is filtered as one types, and the address keeps it', async () => {
    const { page } = await view('/repositories');
    await page.getByLabel('Filter by name').fill('ml work');
    const shown = await names(page);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.every((name) => name.includes('ml') && name.includes('work'))).toBe(true);
    await page.waitForURL('**filter=ml+work');
    await page.reload();
    expect(await names(page)).toEqual(shown);
    await page.getByLabel('Filter by name').fill('no such name');
    await page.getByText('No name has that in it.').waitFor();
  });

  it('holds few rows at a time, and the keyboard reaches the last', async () => {
    const { page } = await view('/repositories');
    await page.locator('[data-row]').first().waitFor();
    expect(await page.locator('[data-row]').count()).toBeLessThan(60);
    await page.locator('.rows').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.closest('[data-row="1"]') !== null);
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.activeElement?.closest('[data-row="300"]') !== null);
  });
});

describe('the map', () => {
  const cells = '.treemap > li > a.cell';

  it('leads from the volume down to the tags of a repository, each with an address that survives a reload', async () => {
    const { page } = await view('/map');
    await page.locator(cells).first().locator('.cell-label').click();
    await page.waitForURL('**#/map/ml%2F');
    await page.locator(`${cells}[title^="ml/serving/,"] .cell-label`).click();
    await page.locator(`${cells}[title^="ml/serving/event-worker,"]`).click();
    await page.waitForURL('**#/map/ml%2Fserving%2Fevent-worker');
    await page.reload();
    await settled(page);
    const { tags } = await json('usage', 'ml/serving/event-worker', '--by', 'tag');
    const drawn = await page
      .locator(cells)
      .evaluateAll((links) => links.map((link) => link.getAttribute('title') ?? ''));
    const more = drawn
      .map((label) => Number(/^(\d+) more/.exec(label)?.[1] ?? 1))
      .reduce((sum, each) => sum + each, 0);
    expect(more).toBe(tags.length);
    await page.goBack();
    await page.locator(`${cells}[title^="ml/serving/event-worker,"]`).waitFor();
  });

  it('gathers what is small, and the gathered is all there behind its cell', async () => {
    const { page } = await view('/map/shop%2F');
    await page.locator(cells).first().waitFor();
    const labels = async () =>
      page.locator(cells).evaluateAll((links) => links.map((link) => link.getAttribute('title') ?? ''));
    const seen = new Set<string>();
    for (let more = true; more; ) {
      const here = await labels();
      for (const label of here) if (label.startsWith('shop/')) seen.add(label.split(',')[0] ?? '');
      const rest = page.locator('.treemap > li > a.cell-rest');
      more = (await rest.count()) > 0;
      if (more) {
        await rest.click();
        await page.waitForFunction(
          (before) => document.querySelector('.treemap a.cell')?.getAttribute('title') !== before,
          here[0],
        );
      }
    }
    const { repositories } = await json('usage', '--match', 'shop/*');
    expect([...seen].sort()).toEqual(repositories.map(({ name }: { name: string }) => name));
  });

  it.each(['/map', '/map/ml%2F', '/map/shop%2F', '/map/shop%2F?area=bytes', '/map?area=unique&colour=age'])(
    'has labels that overlap nowhere and leave no cell: %s',
    async (place) => {
      for (const look of Object.values(LOOKS)) {
        const { page } = await view(place, look);
        await page.locator(cells).first().waitFor();
        expect(await labelFaults(page)).toEqual([]);
      }
    },
  );

  it('is walked by arrow keys, entered by Enter, and left by Backspace', async () => {
    const { page } = await view('/map');
    await page.locator(cells).first().focus();
    const at = () => page.evaluate(() => document.activeElement?.getAttribute('title')?.split(',')[0]);
    expect(await at()).toBe('ml/');
    await page.keyboard.press('ArrowRight');
    expect(await at()).not.toBe('ml/');
    await page.keyboard.press('ArrowLeft');
    expect(await at()).toBe('ml/');
    await page.keyboard.press('Enter');
    await page.waitForURL('**#/map/ml%2F');
    await page.locator(cells).first().focus();
    await page.keyboard.press('Backspace');
    await page.waitForURL('**#/map');
  });
});

describe('what a report file does not hold', () => {
  it('is told with the command that tells it', async () => {
    const { repositories } = await json('usage', '--sort', 'fair-share', '--reverse', '--limit', '40');
    const small = repositories.find(({ tags }: { tags: number }) => tags > 0);
    const { page, complaints } = await view(`/map/${encodeURIComponent(small.name)}`);
    expect(await page.getByRole('alert').textContent()).toBe(
      `This file does not hold that.On a terminal: stowage usage --by tag ${small.name}`,
    );
    expect(complaints).toEqual([]);
  });
});
