import { join } from 'node:path';
import {
  content,
  type Image,
  image,
  indexOf,
  layer,
  MEDIA_TYPES,
  manifestOf,
  writeLayout,
} from './images.ts';
import type { LiveRegistry } from './live-registry.ts';
import { type CopyOptions, copyImage } from './skopeo.ts';

/** What the tests have to know of the images that were pushed. */
export interface Filled {
  /** A layer that was uploaded and that no manifest names, and the repository it went to. */
  unnamed: { digest: string; repository: string };
  /** What only a manifest deleted through the API named, and the manifest itself. */
  deleted: { digests: string[]; repository: string };
  /** The repository whose upload was left half way, and the bytes it sent. */
  abandoned: { repository: string; bytes: number };
}

/** Pushes what a busy registry gathers in a year: every way of storing an image, every kind of leftover. */
export async function fillRegistry(registry: LiveRegistry): Promise<Filled> {
  let layouts = 0;
  const push = async (reference: string, images: Image[], options: CopyOptions = {}): Promise<void> => {
    layouts += 1;
    const made = await writeLayout(join(registry.work, `layout-${layouts}`), images);
    await copyImage(made, registry.image(reference), { all: images.length > 1, ...options });
  };
  const copy = (from: string, to: string): Promise<void> =>
    copyImage(registry.image(from), registry.image(to), { all: true });

  const base = layer('base', 120_000);
  const app = image([base, layer('app-2', 40_000)]);
  const platforms = ['amd64', 'arm64'].map((name) => image([layer(`tool-${name}`, 30_000)], name));

  await push('alpine:3.20', [image([base])]);
  await copy('alpine:3.20', 'alpine:latest');
  await push('team:1.0', [image([base, layer('team-1', 10_000)])], { format: 'v2s2' });
  await push('team/app:latest', [image([base, layer('app-1', 50_000)])]);
  await push('team/app:latest', [app]);
  await copy('team/app:latest', 'team/app/debug:latest');
  await push('team/app/debug:extra', [image([...app.layers, layer('debug', 70_000)])], { format: 'v2s2' });
  await push('tools/multi:v1', platforms);
  await push('tools/multi:docker', platforms, { format: 'v2s2' });
  await copy('tools/multi:v1', 'mirror/tools/multi:v1');
  await pushSigned(registry, 'signed/tool');
  return {
    unnamed: await pushUnnamed(registry, 'parts/layers-only'),
    deleted: await pushDeleted(registry, 'team/retired'),
    abandoned: await abandon(registry, 'team/app'),
  };
}

/** An image with a referrer, the index its fallback tag points to, and a cosign signature. */
async function pushSigned({ client }: LiveRegistry, repository: string): Promise<void> {
  const signed = image([layer('signed', 20_000)]);
  await client.pushImage(repository, signed, 'v1');
  const subject = signed.manifest;
  const dashed = subject.digest.replace(':', '-');

  const empty = content(MEDIA_TYPES.empty, '{}');
  const sbom = content('application/spdx+json', JSON.stringify({ packages: ['one', 'two'] }));
  const artifactType = sbom.mediaType;
  const referrer = manifestOf(empty, [sbom], { artifactType, subject });
  for (const one of [empty, sbom]) await client.pushBlob(repository, one.bytes);
  await client.putManifest(repository, referrer);
  await client.putManifest(repository, indexOf([{ manifest: referrer, more: { artifactType } }]), dashed);

  const payload = content(
    'application/vnd.dev.cosign.simplesigning.v1+json',
    JSON.stringify({ critical: dashed }),
  );
  const config = content(MEDIA_TYPES.config, JSON.stringify({ rootfs: { type: 'layers', diff_ids: [] } }));
  for (const one of [payload, config]) await client.pushBlob(repository, one.bytes);
  await client.putManifest(repository, manifestOf(config, [payload]), `${dashed}.sig`);
}

async function pushUnnamed({ client }: LiveRegistry, repository: string): Promise<Filled['unnamed']> {
  const unnamed = layer('unnamed', 33_000);
  await client.pushBlob(repository, unnamed.bytes);
  return { digest: unnamed.digest, repository };
}

async function pushDeleted({ client }: LiveRegistry, repository: string): Promise<Filled['deleted']> {
  const retired = image([layer('retired', 25_000)]);
  await client.pushImage(repository, retired, 'old');
  await client.deleteManifest(repository, await client.resolve(repository, 'old'));
  const gone = [retired.manifest, retired.config, ...retired.layers];
  return { digests: gone.map(({ digest }) => digest), repository };
}

async function abandon({ client }: LiveRegistry, repository: string): Promise<Filled['abandoned']> {
  const { bytes } = layer('abandoned', 15_000);
  await client.abandonUpload(repository, bytes);
  return { repository, bytes: bytes.length };
}
