/** What a manifest's descriptor says of a blob. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  urls?: string[] | undefined;
  annotations?: Record<string, string> | undefined;
  platform?: Platform | undefined;
  artifactType?: string | undefined;
}

/** The machine an image runs on. */
export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
}

/** The three shapes an image manifest can have. */
export type ImageFormat = 'oci' | 'schema2' | 'schema1';

/** The two shapes an index can have. */
export type IndexFormat = 'oci' | 'list';

/** The media types the builder writes, by format. */
export const MEDIA_TYPES = {
  oci: {
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
    foreign: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
    index: 'application/vnd.oci.image.index.v1+json',
  },
  schema2: {
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    foreign: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
  },
  empty: 'application/vnd.oci.empty.v1+json',
} as const;

/** What an image's config says besides. */
export interface ConfigDetails {
  created?: string;
  labels?: Record<string, string>;
  /** The lines that made the layers. */
  history?: readonly string[];
  /** In place of the layers' own digests, as if they were not compressed. */
  diffIds?: readonly string[];
}

/** The bytes of an image's config; the label keeps images of equal layers apart. */
export function imageConfigJson(
  platform: Platform,
  layers: readonly string[],
  label: string,
  { created = '2026-01-05T08:00:00Z', labels, history, diffIds = layers }: ConfigDetails = {},
): string {
  return json({
    created,
    ...platform,
    config: { Labels: { 'org.opencontainers.image.title': label, ...labels } },
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: history?.map((line) => ({ created, created_by: line })),
  });
}

/** The bytes of a schema 2 or OCI image manifest; without a `mediaType` the key is left out, as OCI allows. */
export function imageManifestJson(parts: {
  mediaType?: string | undefined;
  artifactType?: string | undefined;
  config: Descriptor;
  layers: Descriptor[];
  subject?: Descriptor | undefined;
  annotations?: Record<string, string> | undefined;
}): string {
  const { mediaType, artifactType, config, layers, subject, annotations } = parts;
  return json({ schemaVersion: 2, mediaType, artifactType, config, layers, subject, annotations });
}

/** The bytes of an OCI index or a Docker manifest list. */
export function indexJson(parts: {
  mediaType?: string | undefined;
  manifests: Descriptor[];
  annotations?: Record<string, string> | undefined;
}): string {
  const { mediaType, manifests, annotations } = parts;
  return json({ schemaVersion: 2, mediaType, manifests, annotations });
}

/** The bytes of a schema 1 manifest as a registry stores them: signatures cut off, topmost layer first. */
export function schema1Json(parts: { name: string; tag: string; layers: string[] }): string {
  const topmostFirst = parts.layers.toReversed();
  return json({
    schemaVersion: 1,
    name: parts.name,
    tag: parts.tag,
    architecture: 'amd64',
    fsLayers: topmostFirst.map((blobSum) => ({ blobSum })),
    history: topmostFirst.map((blobSum) => ({ v1Compatibility: JSON.stringify({ id: blobSum.slice(7) }) })),
  });
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
