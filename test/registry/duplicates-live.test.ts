import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DuplicatesJson, UsageJson } from '../../src/index.ts';
import { describeLive } from './availability.ts';
import { content, digestOf, type Image, type Layer, MEDIA_TYPES, manifestOf, writeLayout } from './images.ts';
import { LiveRegistry } from './live-registry.ts';
import { copyImage } from './skopeo.ts';
import { ask } from './stowage.ts';
import { tarOf } from './tar.ts';

const SOURCE = 'https://git.example/shop/web.git';

/** Text that compresses, so that levels make a difference. */
function tarOfText(name: string): Buffer {
  const words = createHash('shake256', { outputLength: 60_000 }).update(name).digest('hex');
  return tarOf(name, Buffer.from(words.replaceAll(/[0-4]/g, 'the same word ')));
}

function layerOf(tar: Buffer, level: number): Layer {
  return { ...content(MEDIA_TYPES.layer, gzipSync(tar, { level })), diffId: digestOf(tar) };
}

/** An image as a builder makes it: a base, and what a step of the build made. */
function built(base: Layer, made: Layer, version: string): Image {
  const created = '2026-01-02T03:04:05Z';
  const config = content(
    MEDIA_TYPES.config,
    JSON.stringify({
      created,
      architecture: 'arm64',
      os: 'linux',
      config: {
        Labels: { 'org.opencontainers.image.source': SOURCE, 'org.opencontainers.image.version': version },
      },
      rootfs: { type: 'layers', diff_ids: [base.diffId, made.diffId] },
      history: [
        { created, created_by: 'ADD rootfs.tar /' },
        { created, created_by: 'ENV A=b', empty_layer: true },
        { created, created_by: `RUN |1 VERSION=${version} /bin/sh -c make # buildkit` },
      ],
    }),
  );
  return { architecture: 'arm64', manifest: manifestOf(config, [base, made]), config, layers: [base, made] };
}

describeLive('layers that were pushed several times', () => {
  let registry: LiveRegistry;
  let db: string;
  const base = tarOfText('base');
  const [fast, best] = [layerOf(base, 1), layerOf(base, 9)];
  const made = ['1', '2', '3'].map((version) => layerOf(tarOfText(`made ${version}`), 6));

  beforeAll(async () => {
    registry = await LiveRegistry.start();
    for (const [at, version] of ['1', '2', '3'].entries()) {
      const image = built(at === 0 ? fast : best, made[at]!, version);
      const layout = await writeLayout(join(registry.work, `image ${version}`), [image]);
      await copyImage(layout, registry.image(`shop/web:${version}`), at === 2 ? { format: 'v2s2' } : {});
    }
    db = join(registry.work, 'stowage.db');
    await ask('scan', registry.root, '--db', db, '--settle', '0s');
  });
  afterAll(() => registry?.remove());

  it('with another level of gzip are one content, and one of them would do', async () => {
    expect(fast.digest).not.toBe(best.digest);
    const { contents, totals } = await ask<DuplicatesJson>('duplicates', '--db', db);
    expect(totals).toMatchObject({ layers: 5, known: 5 });
    expect(contents).toMatchObject([
      {
        diffId: fast.diffId,
        createdBy: 'ADD rootfs.tar /',
        savedBytes: best.bytes.length,
        layers: [
          { digest: fast.digest, bytes: fast.bytes.length, compression: 'gzip', tags: 1 },
          { digest: best.digest, bytes: best.bytes.length, compression: 'gzip', tags: 2 },
        ],
      },
    ]);
    // As people would find out: what both are once they are unpacked.
    for (const { digest } of contents[0]!.layers) {
      const hex = digest.slice('sha256:'.length);
      const data = join(registry.root, `docker/registry/v2/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`);
      const sum = execFileSync('sh', ['-c', 'gzip -dc "$1" | sha256sum', 'sh', data]).toString();
      expect(`sha256:${sum.split(' ')[0]}`).toBe(fast.diffId);
    }
  });

  it('by one step of a build, with another digest each time, are churn', async () => {
    const { churn } = await ask<DuplicatesJson>('duplicates', '--db', db, '--sort', 'bytes');
    const steps = churn.map(({ step, source, digests, contents, images }) => {
      return { step, source, digests, contents, images };
    });
    const source = 'git.example/shop/web';
    expect(steps).toContainEqual({
      step: 'RUN |… /bin/sh -c make # buildkit',
      source,
      digests: 3,
      contents: 3,
      images: 3,
    });
    expect(steps).toContainEqual({ step: 'ADD rootfs.tar /', source, digests: 2, contents: 1, images: 3 });
    expect(steps).toHaveLength(2);
  });

  it('are in the usage of their platform and source, which adds up', async () => {
    for (const [by, key, name] of [
      ['platform', 'platforms', 'linux/arm64'],
      ['source', 'sources', 'git.example/shop/web'],
    ] as const) {
      const { totals, ...usage } = await ask<UsageJson>('usage', '--by', by, '--db', db);
      expect(usage[key]).toMatchObject([{ [by]: name, group: 'named', images: 3, tags: 3 }]);
      expect(usage[key]![0]!.fairShareBytes + totals.unreferencedBytes).toBe(totals.blobBytes);
    }
  });
});
