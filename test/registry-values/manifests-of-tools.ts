import { OCI_INDEX, OCI_MANIFEST } from '../../src/registry/manifest/media-types.ts';
import { madeDigest } from '../support/made-bytes.ts';

/** The media types in a manifest of an image's form, which tell what it really is. */
export interface ImageLike {
  artifactType?: string;
  /** An image's where it is left out; no type at all where it is empty. */
  config?: string;
  layers: readonly string[];
  annotations?: Record<string, string>;
}

/** A manifest of an image's form. */
export function imageOf({ config, layers, ...others }: ImageLike): Buffer {
  const mediaType = config === '' ? undefined : (config ?? 'application/vnd.oci.image.config.v1+json');
  return asBytes({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    ...others,
    config: { mediaType, digest: madeDigest('config'), size: 2 },
    layers: layers.map(describe),
  });
}

/** An index that lists children of these types. */
export function indexOf(children: readonly string[], artifactType?: string): Buffer {
  const manifests = children.map(describe);
  return asBytes({ schemaVersion: 2, mediaType: OCI_INDEX, artifactType, manifests });
}

function describe(mediaType: string, position: number) {
  return { mediaType, digest: madeDigest(`content ${position}`), size: 10 };
}

function asBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
