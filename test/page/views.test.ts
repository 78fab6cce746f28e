import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBytes, formatCount } from '../../src/render/format.ts';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { LOOKS, useBrowser } from './browser.ts';
import { gravesOf, keepPicture, settled } from './looked-at.ts';
import { type ServedPage, servePage } from './served-page.ts';

const dir = sharedDirectory();
const open = useBrowser();
let served: ServedPage;

beforeAll(async () => {
  demoCopy(dir());
  for (const _ of [1, 2]) await stowage(['scan', 'volume', '--settle', '0s', '-q'], { cwd: dir() });
  served = await servePage(path.join(dir(), 'stowage.db'));
});
afterAll(() => served.end());

async function json(...args: string[]): Promise<Record<string, never>> {
  const { stdout } = await stowage([...args, '--json'], { cwd: dir() });
  return JSON.parse(stdout);
}

async function openView(hash: string, options: object = {}) {
  const opened = await open(`${served.address}${hash}`, { live: served.address, ...options });
  await settled(opened.page);
  return opened;
}

/** Addresses, and what has to be seen there. */
const VIEWS = {
  plan: ['#/plan?keep-last=off&older-than=30d', 'What goes, and why'],
  repository: ['#/repository/shop%2Fweb', 'What it takes'],
  image: ['#/image/shop%2Fweb/2.4.0', 'linux/arm64/v8'],
  blob: ['#/blob/sha256%3A4298f', 'To free it'],
  unreferenced: ['#/unreferenced?untagged=yes', 'Could be freed'],
  findings: ['#/findings', 'image-blob-missing'],
  collection: ['#/collection?untagged=yes', 'It breaks images'],
  search: ['#/search/shop', 'shop/api'],
} as const;

const COLOURS = ['light', 'dark'] as const;
const LOOKED = Object.entries(VIEWS).flatMap(([name, view]) =>
  Object.entries(LOOKS).flatMap(([look, options]) =>
    COLOURS.map((colour) => ({ name, view, look, options, colour })),
  ),
);

describe('a view', () => {
  it.each(LOOKED)('$name, $look, $colour: shows what it is of, without a complaint', async (each) => {
    const { view, options, colour } = each;
    const { page, complaints } = await openView(view[0], { ...options, colorScheme: colour });
    await page.getByText(view[1]).first().waitFor();
    await keepPicture(page, `${each.name}-${each.look}-${colour}`);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(width, 'it is not wider than the screen').toBeLessThanOrEqual(0);
    expect(await gravesOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(Object.entries(VIEWS))('%s survives a reload', async (_, [hash]) => {
    const { page } = await openView(hash);
    // Ages go on.
    const text = async () => (await page.locator('main').innerText()).replace(/\b\d+[smh]\b/g, '');
    const before = await text();
    await page.reload();
    await settled(page);
    await expect.poll(text).toBe(before);
    expect(page.url()).toBe(`${served.address}${hash}`);
    await page.context().close();
  });
});

describe('the plan', () => {
  it('has the numbers of plan --json, and its script is that of --emit', async () => {
    const args = ['plan', '--registry', '2.8', '--older-than', '30d', '--protect', 'node-*'];
    const { freed, garbageAlready, together, summary, byRepository } = (await json(...args)) as unknown as {
      [sum in 'freed' | 'garbageAlready' | 'together']: { blobs: number; bytes: number };
    } & { summary: { images: number; tags: number }; byRepository: { repository: string }[] };
    const { page } = await openView('#/plan?keep-last=off&older-than=30d&protect=node-*');
    const figures = await page.locator('.figure').allInnerTexts();
    expect(figures).toEqual(
      [freed, garbageAlready, together].map(({ bytes, blobs }, at) =>
        [
          formatBytes(bytes),
          ['because of the plan', 'garbage already', 'together'][at],
          `${formatCount(blobs)} blobs`,
        ].join('\n'),
      ),
    );
    const exact = await page
      .locator('.figure .bytes')
      .evaluateAll((all) => all.map((each) => each.getAttribute('title')));
    expect(exact).toEqual(
      [freed, garbageAlready, together].map(({ bytes }) => `${formatCount(bytes)} bytes`),
    );
    expect(await page.getByText(/images? with/).innerText()).toContain(
      `${summary.images} images with ${summary.tags} tags`,
    );
    expect(await page.locator('section', { hasText: 'By repository' }).locator('tbody tr').count()).toBe(
      byRepository.length,
    );
    expect(await page.locator('.command-line code').innerText()).toBe(
      `stowage ${args.join(' ').replace('node-*', "'node-*'")}`,
    );
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'NDJSON' }).click();
    const text = await (await download)
      .createReadStream()
      .then((stream) => stream.toArray())
      .then((parts) => Buffer.concat(parts).toString());
    const { stdout } = await stowage([...args, '--emit', 'ndjson'], { cwd: dir() });
    expect(text).toBe(stdout);
    await page.context().close();
  });

  it('follows the slider and the keyboard, and keeps what is set in its address', async () => {
    const { page, complaints } = await openView('#/plan?keep-last=3&min-age=0s');
    const slider = page.getByRole('slider', { name: 'Keep the newest' });
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.url()).toContain('keep-last=1');
    const { freed } = (await json(
      'plan',
      '--registry',
      '2.8',
      '--keep-last',
      '1',
      '--min-age',
      '0s',
    )) as unknown as {
      freed: { bytes: number };
    };
    await expect.poll(() => page.locator('.figure').first().innerText()).toContain(formatBytes(freed.bytes));
    await page.reload();
    await settled(page);
    expect(await page.getByLabel('Keep the newest').first().inputValue()).toBe('1');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('says what a rule lacks, and keeps the levers', async () => {
    const { page } = await openView('#/plan?keep-last=off');
    expect(await page.getByRole('alert').innerText()).toContain('It says nothing about what may go');
    expect(await page.getByRole('slider').count()).toBe(2);
    await page.context().close();
  });
});

describe('numbers equal those of --json', () => {
  it('of a repository', async () => {
    const { repositories } = (await json('usage', 'shop/web')) as unknown as {
      repositories: Record<string, number>[];
    };
    const { page } = await openView('#/repository/shop%2Fweb');
    const keys = ['bytes', 'uniqueBytes', 'sharedBytes', 'fairShareBytes', 'untaggedBytes', 'uploadBytes'];
    const titles = await page
      .locator('.sums .bytes')
      .evaluateAll((all) => all.map((each) => each.getAttribute('title')));
    expect(titles).toEqual(keys.map((key) => `${formatCount(repositories[0]?.[key] ?? 0)} bytes`));
    await page.context().close();
  });

  it('of collections, side by side', async () => {
    const plain = (await json('gc')) as unknown as { predictions: { bytes: number }[] };
    const untagged = (await json('gc', '--delete-untagged')) as unknown as {
      predictions: { bytes: number }[];
    };
    const { page } = await openView('#/collection');
    const row = page.locator('.comparison tr', {
      has: page.getByRole('rowheader', { name: 'frees', exact: true }),
    });
    expect(await row.locator('td').allInnerTexts()).toEqual(
      [...plain.predictions, ...untagged.predictions].map(({ bytes }) => formatBytes(bytes)),
    );
    await page.context().close();
  });
});

describe('the search', () => {
  it('goes straight there when there is one', async () => {
    const { page } = await openView('#/search/platform%2Fci-cache');
    await expect.poll(() => page.url()).toMatch(/#\/repository\/platform%2Fci-cache$/);
    await page.context().close();
  });

  it('leads by the keyboard alone from the box to a blob', async () => {
    const { page } = await openView('#/findings');
    await page.keyboard.press('/');
    await page.keyboard.type('sha256:4298f5d7b7e1');
    await page.keyboard.press('Enter');
    await page.getByText('To free it').first().waitFor();
    expect(page.url()).toContain('#/blob/sha256%3A4298f5d7b7e1');
    await page.context().close();
  });
});
