import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarOf } from './tar.ts';

/** The media types the made images use. */
export const MEDIA_TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  empty: 'application/vnd.oci.empty.v1+json',
} as const;

/** Some bytes, with what a descriptor says of them. */
export interface Content {
  mediaType: string;
  digest: string;
  bytes: Buffer;
}

/** A gzip'ed tar with the digest of the bare tar, which an image's config names. */
export interface Layer extends Content {
  diffId: string;
}

/** One platform's image: its manifest and all that the manifest names. */
export interface Image {
  architecture: string;
  manifest: Content;
  config: Content;
  layers: Layer[];
}

/** What a manifest may say besides its config and layers. */
export interface Relation {
  artifactType?: string;
  subject?: Content;
}

/** The `sha256:` digest of the bytes. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The bytes with their digest, under a media type. */
export function content(mediaType: string, bytes: Buffer | string): Content {
  const buffer = Buffer.from(bytes);
  return { mediaType, digest: digestOf(buffer), bytes: buffer };
}

/** A layer of one file of `size` bytes that do not compress; the same name and size give the same layer. */
export function layer(name: string, size: number): Layer {
  const file = createHash('shake256', { outputLength: size }).update(name).digest();
  const tar = tarOf(name, file);
  return { ...content(MEDIA_TYPES.layer, gzipSync(tar)), diffId: digestOf(tar) };
}

/** A runnable-looking OCI image of these layers. */
export function image(layers: Layer[], architecture = 'amd64'): Image {
  const created = '2026-01-02T03:04:05Z';
  const config = content(
    MEDIA_TYPES.config,
    JSON.stringify({
      created,
      architecture,
      os: 'linux',
      config: { Cmd: ['/bin/true'] },
      rootfs: { type: 'layers', diff_ids: layers.map((one) => one.diffId) },
      history: layers.map(() => ({ created, created_by: 'test/registry/images.ts' })),
    }),
  );
  return { architecture, manifest: manifestOf(config, layers), config, layers };
}

/** An OCI image manifest that names these contents. */
export function manifestOf(config: Content, layers: Content[], relation: Relation = {}): Content {
  const { artifactType, subject } = relation;
  return content(
    MEDIA_TYPES.manifest,
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      ...(artifactType && { artifactType }),
      config: descriptor(config),
      layers: layers.map(descriptor),
      ...(subject && { subject: descriptor(subject) }),
    }),
  );
}

/** An OCI image index of these manifests, each with what else its descriptor says. */
export function indexOf(manifests: { manifest: Content; more: object }[]): Content {
  return content(
    MEDIA_TYPES.index,
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.index,
      manifests: manifests.map(({ manifest, more }) => ({ ...descriptor(manifest), ...more })),
    }),
  );
}

/** Writes an OCI image layout, of one image or an index of several, and returns skopeo's name for it. */
export async function writeLayout(directory: string, images: Image[]): Promise<string> {
  const top = images.length === 1 ? images[0]!.manifest : platformIndex(images);
  const blobs = join(directory, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  for (const one of [top, ...images.flatMap((each) => [each.manifest, each.config, ...each.layers])]) {
    await writeFile(join(blobs, one.digest.slice('sha256:'.length)), one.bytes);
  }
  const named = { manifest: top, more: { annotations: { 'org.opencontainers.image.ref.name': 'made' } } };
  await writeFile(join(directory, 'index.json'), indexOf([named]).bytes);
  await writeFile(join(directory, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return `oci:${directory}:made`;
}

function platformIndex(images: Image[]): Content {
  return indexOf(
    images.map(({ manifest, architecture }) => ({
      manifest,
      more: { platform: { architecture, os: 'linux' } },
    })),
  );
}

function descriptor({ mediaType, digest, bytes }: Content): object {
  return { mediaType, digest, size: bytes.length };
}
