import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contents } from '../../src/contents/contents.ts';
import { contentsOf } from '../../src/contents/contents-of.ts';
import { type Freeing, findFreeing } from '../../src/gc/freeing/freeing.ts';
import { whatFrees } from '../../src/gc/freeing/what-frees.ts';
import { runCollection } from '../../src/gc/run.ts';
import type { Inventory, RegistryFamily } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { recordedCases } from '../support/recorded-cases.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { currentLinkPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const FAMILIES = ['2.7-2.8', '3.x'] as const;

/** Whether the plain collection of a family takes a blob. */
function takes(contents: Contents, family: RegistryFamily, blob: number): boolean {
  return runCollection(contents, family, { deleteUntagged: false }).swept.set.has(blob);
}

type Deletions = Freeing['delete'];

/** The volume as it is after these calls: a tag goes with the manifest that it points to, in 2.x a layer link too. */
function after(contents: Contents, family: RegistryFamily, deletions: Deletions): Contents {
  const tags = deletions.flatMap(({ repository, tags: names }) => names.map((tag) => ({ repository, tag })));
  return contents.without({ revisions: deletions, tags, layerLinks: family === '3.x' ? [] : deletions });
}

describe('what frees a blob does, and nothing of it can be spared', { timeout: 300_000 }, () => {
  it('on random volumes', async () => {
    let deletions = 0;
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = fs.mkdtempSync(path.join(dir(), 'random-'));
        buildRandomVolume(volume, ops);
        deletions += await expectLaws(volume);
        fs.rmSync(volume, { recursive: true });
      }),
      { numRuns: cases({ few: 15, many: 80 }) },
    );
    expect(deletions).toBeGreaterThan(100);
  });

  it('on recorded volumes', async () => {
    let deletions = 0;
    for (const recorded of [...recordedCases(dir())].slice(0, 60))
      deletions += await expectLaws(recorded.dir);
    expect(deletions).toBeGreaterThan(50);
  });
});

/** Holds every blob of a volume against the laws, and says how many deletions it saw. */
async function expectLaws(volume: string): Promise<number> {
  let inventory: Inventory;
  try {
    inventory = await inventoryOf(volume, { readEveryLink: true });
  } catch {
    return 0; // No volume at all.
  }
  const contents = contentsOf(inventory);
  let deletions = 0;
  for (let blob = 1; blob <= contents.blobs.highest; blob++) {
    if (!contents.blobs.isPresent(blob)) continue;
    const found = FAMILIES.map((family) => [family, findFreeing(contents, family, blob)] as const);
    for (const [family, freeing] of found) {
      expectFreed(contents, family, blob, freeing);
      deletions += freeing.delete.length;
    }
    expectJoined(inventory, blob, found);
  }
  inventory.close();
  return deletions;
}

function expectFreed(contents: Contents, family: RegistryFamily, blob: number, freeing: Freeing): void {
  const digest = contents.blobs.digestOf(blob);
  expect(takes(contents, family, blob), digest).toBe(freeing.by === 'collection');
  for (const { code } of freeing.obstacles) expect(code, digest).toBe('stray-link');
  if (freeing.by !== 'deletion') return;
  expect(takes(after(contents, family, freeing.delete), family, blob), digest).toBe(true);
  for (const spared of freeing.delete.filter(({ reason }) => reason === 'holds')) {
    const others = freeing.delete.filter((each) => each !== spared);
    expect(
      takes(after(contents, family, others), family, blob),
      `${family} ${digest} without ${JSON.stringify([spared, freeing])}`,
    ).toBe(false);
  }
  expectNothingBroken(contents, freeing.delete);
}

/** What stays in a repository refers to none of what goes there, and what goes is in the order of the calls. */
function expectNothingBroken({ repositories, blobs, manifests }: Contents, deletions: Deletions): void {
  for (const repository of repositories) {
    const going = deletions
      .filter((each) => each.repository === repository.name)
      .map(({ digest }) => blobs.idOf(digest) as number);
    for (const directory of repository.revisions.directories) {
      const target = repository.revisions.saidIn(directory);
      if (target === undefined) continue;
      for (const reference of manifests.referencesOf(target)) {
        if (!going.includes(reference)) continue;
        expect(going).toContain(directory);
        if (reference !== directory && !manifests.referencesOf(reference).includes(directory))
          expect(going.indexOf(directory)).toBeLessThan(going.indexOf(reference));
      }
    }
  }
}

function expectJoined(
  inventory: Inventory,
  blob: number,
  found: ReadonlyArray<readonly [RegistryFamily, Freeing]>,
): void {
  const apart = whatFrees(inventory, blob).flatMap(({ families, ...freeing }) =>
    families.map((family) => [family, freeing] as const),
  );
  // A cache answers no call: what frees a blob there is another matter.
  if (apart.some(([, { obstacles }]) => obstacles.some(({ code }) => code === 'cache'))) return;
  const byFamily = (a: readonly [string, unknown], b: readonly [string, unknown]) => (a[0] < b[0] ? -1 : 1);
  expect([...apart].sort(byFamily)).toEqual([...found].sort(byFamily));
}

/** What frees the blob that the builder of a volume names. */
async function freeingOf(build: (volume: VolumeBuilder) => string) {
  const volume = aVolume(path.join(dir(), 'volume'));
  const digest = build(volume);
  const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
  const freeing = whatFrees(inventory, contentsOf(inventory).blobs.idOf(digest) as number);
  inventory.close();
  return freeing;
}

const ALIKE = { families: FAMILIES, obstacles: [], aborts: null };

describe('a blob is freed', () => {
  it('by a collection alone, where no revision marks it', async () => {
    const freeing = await freeingOf((volume) => {
      volume
        .repository('a')
        .image({ layers: ['x'], tag: '1' })
        .looseBlob({ name: 'loose', bytes: 500 });
      return layerDigest({ name: 'loose', bytes: 500 });
    });
    expect(freeing).toEqual([{ ...ALIKE, by: 'collection', delete: [], frees: { blobs: 1, bytes: 500 } }]);
  });

  it('by deleting each image that has it, in every repository, with the tags that go', async () => {
    let images: string[] = [];
    const freeing = await freeingOf((volume) => {
      const a = volume.repository('a').image({ layers: ['base', 'x'], tag: '1' }).digest;
      volume.repository('a').tag('2', a);
      const b = volume.repository('b').image({ layers: ['base', 'y'] }).digest;
      volume.repository('b').image({ layers: ['other'], tag: '1' });
      images = [a, b];
      return layerDigest('base');
    });
    expect(freeing).toMatchObject([{ ...ALIKE, by: 'deletion', frees: { blobs: 7 } }]);
    expect(freeing[0]?.delete).toEqual([
      { repository: 'a', digest: images[0], tags: ['1', '2'], reason: 'holds' },
      { repository: 'b', digest: images[1], tags: [], reason: 'holds' },
    ]);
  });

  it('by deleting an index before the image that it lists', async () => {
    let [index, image] = ['', ''];
    const freeing = await freeingOf((volume) => {
      const a = volume.repository('a');
      image = a.image({ layers: ['x'] }).digest;
      a.image({ layers: ['y'] });
      index = a.index({ children: [{ listed: image }, { listed: a.digest }], tag: 'all' }).digest;
      return layerDigest('x');
    });
    expect(freeing).toMatchObject([
      {
        ...ALIKE,
        by: 'deletion',
        delete: [
          { digest: index, tags: ['all'], reason: 'lists' },
          { digest: image, tags: [], reason: 'holds' },
        ],
        frees: { blobs: 4 },
      },
    ]);
  });

  it('in each family apart, where they see other repositories', async () => {
    const freeing = await freeingOf((volume) => {
      volume.repository('a').image({ layers: ['x'], tag: '1' });
      volume.remove(`${REPOSITORIES}/a/_layers`);
      return layerDigest('x');
    });
    expect(freeing).toMatchObject([
      { families: ['2.7-2.8'], by: 'collection', aborts: null },
      { families: ['3.x'], by: 'deletion', delete: [{ repository: 'a', tags: ['1'] }] },
    ]);
  });

  it('in 3.x also where a child of an index says another digest than its directory', async () => {
    let [index, directory] = ['', ''];
    const freeing = await freeingOf((volume) => {
      directory = madeDigest('directory');
      const hidden = volume.repository('elsewhere').image({ layers: ['x'] }).digest;
      volume.repository('elsewhere').deleteManifest(hidden);
      const a = volume.repository('a').layerLink(layerDigest('x'));
      a.revisionLink(directory, hidden);
      index = a.index({ children: [{ listed: directory }], tag: 'all' }).digest;
      return layerDigest('x');
    });
    expect(freeing).toMatchObject([
      { families: ['2.7-2.8'], by: 'collection' },
      { families: ['3.x'], by: 'deletion', delete: [{ digest: index }, { digest: directory }] },
    ]);
  });
});

describe('no call of the API frees a blob', () => {
  it('that a stray link holds in 2.x, because its manifest has a layer link', async () => {
    const stray = `${REPOSITORIES}/a/_manifests/revisions/sha256/deeper/link/link`;
    const freeing = await freeingOf((volume) => {
      const a = volume.repository('a').image({ layers: ['x'], tag: '1', linked: false });
      a.layerLink(a.digest);
      volume.writeLink(stray, a.digest);
      return layerDigest('x');
    });
    expect(freeing).toMatchObject([
      {
        families: ['2.7-2.8'],
        by: 'hand',
        delete: [],
        obstacles: [{ code: 'stray-link', path: stray }],
        frees: null,
      },
      { families: ['3.x'], by: 'collection' },
    ]);
  });

  it('but a stray link holds nothing whose own link is gone', async () => {
    const freeing = await freeingOf((volume) => {
      const { digest } = volume
        .repository('a')
        .image({ layers: ['x'], tag: '1' })
        .layerLink(layerDigest('x'));
      volume.repository('a').layerLink(digest);
      volume.writeLink(`${REPOSITORIES}/a/_manifests/revisions/sha256/deeper/link/link`, digest);
      return layerDigest('x');
    });
    expect(freeing).toMatchObject([{ ...ALIKE, by: 'deletion', delete: [{ tags: ['1'] }] }]);
  });

  it.each<[string, (volume: VolumeBuilder) => unknown, object]>([
    ['of a cache', (volume) => volume.schedulerState([]), { code: 'cache' }],
    [
      'where GitLab keeps tags and manifests in its database',
      (volume) => volume.writeFileAt('docker/registry/lockfiles/database-in-use', ''),
      { code: 'metadata-elsewhere', path: 'docker/registry/lockfiles/database-in-use' },
    ],
  ])('%s', async (_, plant, obstacle) => {
    const freeing = await freeingOf((volume) => {
      volume.repository('a').image({ layers: ['x'], tag: '1' });
      plant(volume);
      return layerDigest('x');
    });
    expect(freeing).toEqual([
      { families: FAMILIES, by: 'hand', delete: [], obstacles: [obstacle], frees: null, aborts: null },
    ]);
  });

  it('that is not there', async () => {
    const freeing = await freeingOf((volume) => {
      volume.repository('a').image({ layers: [{ name: 'x', stored: false }], tag: '1' });
      return layerDigest('x');
    });
    expect(freeing).toEqual([]);
  });
});

describe('what ends the collection', () => {
  it('is told with it', async () => {
    const broken = madeDigest('broken');
    const freeing = await freeingOf((volume) => {
      volume
        .repository('a')
        .image({ layers: ['x'], tag: '1' })
        .revisionLink(broken, 'no digest');
      return layerDigest('x');
    });
    const path = revisionLinkPath('a', broken);
    expect(freeing).toMatchObject([{ by: 'deletion', aborts: { code: 'revision-link-malformed', path } }]);
  });

  it('is not a tag, which a plain collection does not look at', async () => {
    const freeing = await freeingOf((volume) => {
      volume.repository('a').image({ layers: ['x'], tag: '1' });
      volume.writeLink(currentLinkPath('a', 'bad'), 'no digest');
      return layerDigest('x');
    });
    expect(freeing).toMatchObject([{ ...ALIKE, by: 'deletion' }]);
  });
});
