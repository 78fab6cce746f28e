import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address } from '../../src/ui/address.ts';
import { stowage } from '../support/command-line.ts';
import { HOSTILE_NAMES, plantHostileNames } from '../support/hostile-names.ts';
import { layerDigest } from '../support/push-layer.ts';
import { type Served, startServing } from '../support/served.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { useBrowser, useOnePage } from './browser.ts';
import { settled } from './settled.ts';

/** Names that an address could take for something else. */
const IN_ADDRESSES = ['a%2Fb', '50%', '?x=1&y=#z', '"><script>alert(1)</script>', '&lt;b&gt;'];
/** As long as a name may be, without a place to break it. */
const LONGEST = 'x'.repeat(255);
const NAMES = [...HOSTILE_NAMES, ...IN_ADDRESSES].map((name) => name.replaceAll('/', '\u2215'));
/** What acts on text, but for lines and spaces that the page itself lays out. */
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

const dir = sharedDirectory();
const open = useBrowser();
let served: Served;

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  plantHostileNames(volume, NAMES);
  volume.repository(LONGEST).image({ layers: [LONGEST], tag: LONGEST });
  await stowage(['scan', 'volume', '--settle', '0s', '-q'], { cwd: dir() });
  served = await startServing(['--db', path.join(dir(), 'stowage.db')]);
});
afterAll(() => served.stop());
const onePage = useOnePage(() => served.url);

const VIEWS = [
  address.plan(),
  address.orphans(),
  address.findings(),
  address.collection(),
  address.repositories(),
  address.overview(),
  address.map(),
  address.blob(layerDigest('layer 0')),
  address.blob('a'),
  ...[...NAMES, LONGEST].flatMap((name) => [
    address.repository(name),
    address.image(name, name),
    address.search(name),
  ]),
  '#/repository/%E0%A4%A',
  '#/image/%/%25%',
  '#/search/%ff',
];

describe('names as an attacker would choose them', () => {
  it.each(VIEWS)('are text at %j', async (hash) => {
    const { page, complaints } = onePage();
    complaints.length = 0;
    await page.goto(`${served.url}${hash}`);
    await settled(page);
    const shown = await page.locator('body').innerText();
    expect(shown).not.toMatch(ACTING);
    expect(shown.length).toBeGreaterThan(50);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      await page.evaluate(() => window.innerWidth),
    );
    for (const tag of ['img', 'script:not([src])', 'iframe', 'b', 'style', 'a[href^="javascript:"]'])
      expect(await page.locator(tag).count(), tag).toBe(0);
    // What the service refuses is said on the page; the browser notes it too.
    expect(complaints.filter((each) => !/status of 4\d\d/.test(each))).toEqual([]);
  });

  it('are told apart, and lead to what they name', async () => {
    const { stdout } = await stowage(['ls', '--json'], { cwd: dir() });
    const { repositories } = JSON.parse(stdout) as { repositories: string[] };
    expect(repositories.length).toBeGreaterThan(IN_ADDRESSES.length);
    const asked = NAMES.filter((each) => !/[:@]/.test(each) && !/[\\\u0000-\u001f\u007f-\u2069]/.test(each));
    const named = repositories.filter((each) => asked.includes(each));
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) {
      const { page } = await open(`${served.url}${address.repository(name)}`, { live: served.url });
      await settled(page);
      expect(await page.locator('h1').innerText()).toBe(name);
      expect(await page.getByText('What it takes').count()).toBe(1);
    }
  });
});
