import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBytes, formatCount } from '../../src/render/format.ts';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { type Served, startServing } from '../support/served.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { useBrowser } from './browser.ts';
import { lookAt } from './look-at.ts';
import { settled } from './settled.ts';

const dir = sharedDirectory();
const open = useBrowser();
let served: Served;

beforeAll(async () => {
  demoCopy(dir());
  for (const _ of [1, 2]) await stowage(['scan', 'volume', '--settle', '0s', '-q'], { cwd: dir() });
  served = await startServing(['--db', path.join(dir(), 'stowage.db')]);
});
afterAll(() => served.stop());

async function json(...args: string[]): Promise<Record<string, never>> {
  const { stdout } = await stowage([...args, '--json'], { cwd: dir() });
  return JSON.parse(stdout);
}

async function openView(hash: string, options: object = {}) {
  const opened = await open(`${served.url}${hash}`, { live: served.url, ...options });
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

describe.each(Object.entries(VIEWS))('the view %s', (name, [hash, text]) => {
  it('shows what it is of at both widths in both colours, without a complaint', () =>
    lookAt(open, { name, address: `${served.url}${hash}`, live: served.url, text }));

  it('survives a reload', async () => {
    const { page } = await openView(hash);
    // Ages go on.
    const text = async () => (await page.locator('main').innerText()).replace(/\b\d+[smh]\b/g, '');
    const before = await text();
    await page.reload();
    await settled(page);
    await expect.poll(text).toBe(before);
    expect(page.url()).toBe(`${served.url}${hash}`);
  });
});

describe('the plan', () => {
  it('has the numbers of plan --json, and its command', async () => {
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
  });

  it.each([
    ['shell script', 'sh'],
    ['crane calls', 'crane'],
    ['NDJSON', 'ndjson'],
  ])('is downloaded as %s, equal to plan --emit %s', async (link, form) => {
    const { page } = await openView('#/plan?keep-last=off&older-than=30d&protect=node-*');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: link }).click();
    const stream = await (await download).createReadStream();
    const text = Buffer.concat(await stream.toArray()).toString();
    const args = ['--registry', '2.8', '--older-than', '30d', '--protect', 'node-*', '--emit', form];
    const { stdout } = await stowage(['plan', ...args], { cwd: dir() });
    expect(text).toBe(stdout);
    expect(text.length).toBeGreaterThan(100);
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
  });

  it('says what a rule lacks, and keeps the levers', async () => {
    const { page } = await openView('#/plan?keep-last=off');
    expect(await page.getByRole('alert').innerText()).toContain('It says nothing about what may go');
    expect(await page.getByRole('slider').count()).toBe(2);
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
  });

  it('of collections, side by side', async () => {
    const plain = (await json('gc')) as unknown as { predictions: { bytes: number }[] };
    const untagged = (await json('gc', '--delete-untagged')) as unknown as {
      predictions: { bytes: number }[];
    };
    const { page } = await openView('#/collection');
    const freed = page.getByRole('region', { name: 'What collections would do' }).locator('td strong');
    expect(await freed.allInnerTexts()).toEqual(
      [...plain.predictions, ...untagged.predictions].map(({ bytes }) => formatBytes(bytes)),
    );
  });
});

describe('the search', () => {
  it('goes straight there when there is one', async () => {
    const { page } = await openView('#/search/platform%2Fci-cache');
    await expect.poll(() => page.url()).toMatch(/#\/repository\/platform%2Fci-cache$/);
  });

  it('leads by the keyboard alone from the box to a blob', async () => {
    const { page } = await openView('#/findings');
    await page.keyboard.press('/');
    await page.keyboard.type('sha256:4298f5d7b7e1');
    await page.keyboard.press('Enter');
    await page.getByText('To free it').first().waitFor();
    expect(page.url()).toContain('#/blob/sha256%3A4298f5d7b7e1');
  });
});
