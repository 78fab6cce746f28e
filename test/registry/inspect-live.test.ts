import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openInventory, readExactBytes } from '../../src/index.ts';
import { describeLive } from './availability.ts';
import { type Filled, fillRegistry } from './fill-registry.ts';
import { LiveRegistry } from './live-registry.ts';
import { ask } from './stowage.ts';

interface Listing {
  readonly tagLists: ReadonlyArray<{ name: string; tags: string[]; details: TagDetails[] }>;
}

interface TagDetails {
  readonly tag: string;
  readonly digest: string;
  readonly bytes: number;
  readonly platforms: string[];
}

interface Inspected {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly platforms: string[];
  readonly config?: { digest: string; bytes: number };
  readonly layers?: ReadonlyArray<{ digest: string; bytes: number }>;
  readonly children?: readonly Inspected[];
  readonly referrers: ReadonlyArray<{ kind: string; via: string; tag?: string }>;
  readonly unread: object[];
}

describeLive('what skopeo and a real registry wrote', () => {
  let registry: LiveRegistry;
  let filled: Filled;
  let db: string;
  let listing: Listing;

  beforeAll(async () => {
    registry = await LiveRegistry.start();
    filled = await fillRegistry(registry);
    db = join(registry.work, 'stowage.db');
    await ask('scan', registry.root, '--db', db, '--settle', '0s');
    listing = await ask<Listing>('ls', '**:*', '--long', '--db', db);
  });
  afterAll(() => registry?.remove());

  const inspect = (reference: string) => ask<Inspected>('inspect', reference, '--db', db);
  const served = async (path: string) => {
    const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
    const docker =
      'application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json';
    const headers = { accept: `${accept}, ${docker}` };
    const response = await fetch(`http://${registry.address}/v2/${path}`, { headers });
    return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
  };

  it('is listed by a pattern as the registry lists it', async () => {
    const catalog = (await registry.client.repositories()).sort();
    const lists = await Promise.all(
      catalog.map(async (name) => ({ name, tags: (await registry.client.tags(name))?.sort() ?? [] })),
    );
    const told = listing.tagLists.map(({ name, tags }) => ({ name, tags }));
    expect(told).toEqual(lists.filter(({ tags }) => tags.length > 0));
    expect(told.length).toBeGreaterThan(6);
  });

  it('is told to the byte as the registry serves it', async () => {
    const inventory = openInventory(db);
    for (const { name, details } of listing.tagLists) {
      for (const { tag, digest, bytes, platforms } of details) {
        const reference = `${name}:${tag}`;
        const image = await inspect(reference);
        const manifest = await served(`${name}/manifests/${tag}`);
        expect([image.digest, image.mediaType, image.bytes], reference).toEqual([
          digest,
          manifest.type,
          bytes,
        ]);
        if (image.children !== undefined) expect(image.platforms, reference).toEqual(platforms);
        expect(image.unread, reference).toEqual([]);
        const raw = readExactBytes(inventory, reference, 'manifest');
        expect(raw, reference).toMatchObject({ content: manifest.bytes });
        expect(`sha256:${createHash('sha256').update(manifest.bytes).digest('hex')}`).toBe(digest);
        await expectSame(name, image);
      }
    }
    inventory.close();

    /** Configs and layers, and those of an index's images. */
    async function expectSame(
      name: string,
      { config, layers = [], children = [] }: Inspected,
    ): Promise<void> {
      for (const blob of [...(config === undefined ? [] : [config]), ...layers])
        expect((await served(`${name}/blobs/${blob.digest}`)).bytes.length).toBe(blob.bytes);
      for (const child of children) await expectSame(name, child);
    }
  });

  it('has what is attached to it: by subject, by the fallback tag, by cosign', async () => {
    const { referrers } = await inspect('signed/tool:v1');
    expect(referrers.map(({ kind, via }) => `${kind} ${via}`).sort()).toEqual([
      'index tag',
      'sbom subject',
      'signature tag',
    ]);
  });

  it('is found again where its manifest was deleted', async () => {
    const { blobs } = await ask<{ blobs: Array<{ digest: string; manifest?: object }> }>(
      'orphans',
      '--manifests',
      '--db',
      db,
    );
    const [deleted] = filled.deleted.digests;
    expect(blobs.find(({ digest }) => digest === deleted)?.manifest).toMatchObject({
      kind: 'image',
      whole: true,
      repositories: [filled.deleted.repository],
    });
  });
});
