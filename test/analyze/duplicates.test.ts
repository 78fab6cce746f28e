import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { naiveDuplicates } from '../support/naive-duplicates.ts';
import { cases, SEED } from '../support/random-cases.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const SOURCE = 'org.opencontainers.image.source';

describe('duplicates', () => {
  it('are layers of one content under several digests, with who holds them', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const content = madeDigest('content');
    const zstd = { name: 'small', bytes: 600, mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd' };
    const details = { diffIds: [content], history: ['COPY . /app'] };
    volume.repository('a').image({ layers: [{ name: 'large', bytes: 900 }], tag: '1', details });
    volume.repository('a').image({ layers: [{ name: 'middle', bytes: 700 }], label: 'untagged', details });
    volume
      .repository('b')
      .image({ layers: [zstd], tag: '2', details })
      .tag('3', volume.repository('b').digest);
    const { contents, totals } = await answerOf(volume);
    expect(contents).toMatchObject([
      {
        diffId: content,
        createdBy: 'COPY . /app',
        bytes: 2200,
        savedBytes: 1300,
        images: 3,
        repositories: 2,
        tags: 3,
        layers: [
          { bytes: 900, compression: 'gzip', heldBy: [{ repository: 'a', tags: ['1'] }] },
          { bytes: 700, compression: 'gzip', heldBy: [{ repository: 'a', tags: [] }] },
          {
            bytes: 600,
            compression: 'zstd',
            mediaType: zstd.mediaType,
            heldBy: [{ repository: 'b', tags: ['2', '3'] }],
          },
        ],
      },
    ]);
    expect(totals.duplicates).toEqual({ contents: 1, layers: 3, bytes: 2200, savedBytes: 1300 });
  });

  it('are none where two digests are one file, and save nothing of a file that stays', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const details = { diffIds: [madeDigest('content')] };
    const layers = ['one', 'two', 'three'].map((name) => ({ name, bytes: 500 }));
    for (const layer of layers) volume.repository('a').image({ layers: [layer], tag: layer.name, details });
    const [one, two] = (await answerOf(volume)).contents[0]!.layers.map(({ digest }) => blobPath(digest));
    volume.remove(two!).hardLink(two!, one!);
    expect((await answerOf(volume)).totals.duplicates).toEqual({
      contents: 1,
      layers: 2,
      bytes: 1000,
      savedBytes: 500,
    });
    volume.hardLink('kept', one!);
    expect((await answerOf(volume)).totals.duplicates).toEqual({
      contents: 1,
      layers: 2,
      bytes: 1000,
      savedBytes: 0,
    });
  });

  it('say of which layers nothing is known, and why', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const [x, y] = [madeDigest('x'), madeDigest('y')];
    volume
      .repository('a')
      .image({ layers: ['damaged'], tag: '1', config: 'no JSON' })
      .image({ layers: ['short', 'of ids'], tag: '2', details: { diffIds: [x] } })
      .image({ layers: ['disputed'], tag: '3', details: { diffIds: [x] } })
      .image({ layers: ['disputed'], tag: '4', details: { diffIds: [y] } })
      .image({ layers: ['known'], tag: '5', details: { diffIds: [y] } });
    const { totals, configsRead } = await answerOf(volume);
    expect(totals).toMatchObject({
      layers: 5,
      known: 1,
      unknown: { unread: 1, withoutDiffId: 2, disputed: 1 },
    });
    expect(configsRead).toBe(true);
  });

  it('say so where the scan left configs unread', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('a').image({ layers: ['layer'], tag: '1' });
    const inventory = await inventoryOf(volume.dir, { configs: false });
    const { totals, configsRead } = await ask.duplicates(inventory);
    expect([configsRead, totals.known, totals.unknown.unread]).toEqual([false, 0, 1]);
    inventory.close();
  });
});

describe('build churn', () => {
  it('takes layers whose content is disputed for as many contents', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const [x, y] = [madeDigest('x'), madeDigest('y')];
    for (const layer of ['one', 'two'])
      for (const content of [x, y])
        volume.repository('a').image({
          layers: [layer],
          tag: `${layer}-${content.slice(7, 11)}`,
          details: { diffIds: [content], history: ['RUN make'] },
        });
    const { churn } = await answerOf(volume);
    expect(churn).toMatchObject([{ step: 'RUN make', digests: 2, contents: 2 }]);
  });

  it('is a step that makes another layer each time, over time', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    for (const [at, day] of [1, 3, 6].entries()) {
      volume.at(`2026-03-0${day}T00:00:00Z`);
      const history = ['ADD rootfs.tar /', `RUN |1 COMMIT=${at} /bin/sh -c make`];
      const layers = [
        { name: 'base', bytes: 100 },
        { name: `made ${at}`, bytes: 1000 },
      ];
      const details = { labels: { [SOURCE]: 'https://git.example/app.git' }, history };
      volume.repository(`app${at}`).image({ layers, tag: '1', details });
    }
    const { churn } = await answerOf(volume);
    expect(churn).toEqual([
      {
        step: 'RUN |… /bin/sh -c make',
        source: 'git.example/app',
        repository: null,
        digests: 3,
        contents: 3,
        images: 3,
        repositories: 3,
        tags: 3,
        bytes: 3000,
        firstAt: '2026-03-01T00:00:00.000Z',
        lastAt: '2026-03-06T00:00:00.000Z',
        bytesPerDay: 400,
        heldBy: [0, 1, 2].map((at) => ({ repository: `app${at}`, tags: ['1'] })),
      },
    ]);
  });
});

describe('duplicates and churn', () => {
  const image = fc.record({
    repository: fc.constantFrom('a', 'b', 'c/d'),
    tag: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
    layers: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
    // Mostly three layers hold one content; where a config says otherwise, it is disputed.
    liesBy: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, fc.nat(2)),
    isShort: fc.oneof({ weight: 12, arbitrary: fc.constant(false) }, fc.constant(true)),
    // What made a layer follows from it, but that it may be unknown.
    hasLines: fc.boolean(),
    source: fc.option(fc.constantFrom('one', 'two'), { nil: undefined }),
    config: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, fc.constantFrom('{}', 'no JSON')),
    indexed: fc.boolean(),
  });

  it('are those of a naive reading, and add up', { timeout: 120_000 }, async () => {
    let [met, run] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(image, { minLength: 4, maxLength: 10 }), async (images) => {
        const volume = aVolume(path.join(dir(), `${run++}`));
        for (const [
          at,
          { repository, layers, liesBy, isShort, hasLines, source, indexed, ...rest },
        ] of images.entries()) {
          const details = {
            diffIds: layers.slice(isShort ? 1 : 0).map((layer) => madeDigest(`${(layer + liesBy) % 2}`)),
            ...(hasLines && { history: layers.map((layer) => `RUN ${layer % 3}`) }),
            ...(source !== undefined && { labels: { [SOURCE]: source } }),
          };
          const specs = layers.map((layer) => ({ name: `layer ${layer}`, bytes: 100 * (layer + 1) }));
          const pushed = { ...rest, layers: specs, label: `${at}`, details };
          if (indexed) volume.repository(repository).index({ children: [pushed], tag: rest.tag });
          else volume.repository(repository).image(pushed);
        }
        const { totals, contents, churn } = await answerOf(volume);
        const naive = naiveDuplicates(volume.dir);
        const { layers, known, unknown } = totals;
        expect({ layers, known, ...unknown }).toEqual({
          layers: naive.layers,
          known: naive.known,
          unread: naive.unread,
          withoutDiffId: naive.withoutDiffId,
          disputed: naive.disputed,
        });
        expect(
          contents.map(({ diffId, bytes, savedBytes, repositories, tags, layers: own }) => {
            return {
              diffId,
              digests: own.map(({ digest }) => digest).sort(),
              bytes,
              savedBytes,
              repositories,
              tags,
            };
          }),
        ).toEqual(naive.contents);
        const found = churn.map(
          ({ step, source: from, repository, digests, contents: distinct, bytes, images: of }) => {
            const origin =
              from !== null ? `source ${from}` : repository !== null ? `repository ${repository}` : 'several';
            return { step, origin, digests, contents: distinct, bytes, images: of };
          },
        );
        expect(sorted(found)).toEqual(sorted(naive.churn));
        expect(known + unknown.unread + unknown.withoutDiffId + unknown.disputed).toBe(layers);
        expect(totals.churn.bytes).toBeLessThanOrEqual(totals.bytes);
        expect(totals.duplicates.savedBytes).toBeLessThan(totals.duplicates.bytes || 1);
        expect(sum(contents, 'savedBytes')).toBe(totals.duplicates.savedBytes);
        expect(sum(churn, 'bytes')).toBe(totals.churn.bytes);
        met += contents.length + churn.length;
      }),
      { numRuns: cases({ few: 60, many: 120 }), seed: SEED },
    );
    expect(met).toBeGreaterThan(100);
  });
});

async function answerOf(volume: VolumeBuilder) {
  const inventory = await inventoryOf(volume.dir);
  try {
    return await ask.duplicates(inventory);
  } finally {
    inventory.close();
  }
}

function sum<Key extends string>(rows: ReadonlyArray<Record<Key, number>>, key: Key): number {
  return rows.reduce((all, row) => all + row[key], 0);
}

function sorted(rows: readonly object[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
