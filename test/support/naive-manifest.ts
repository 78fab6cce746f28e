/** What a manifest that parses refers to: the manifests an index lists, and the blobs of an image. */
export interface NaiveReferences {
  manifests: string[];
  /** Those of the manifests whose type is none of a manifest: plain blobs where they do not parse. */
  opaque: string[];
  blobs: string[];
}

const IMAGES = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];
const INDEXES = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

const MANIFESTS = [
  ...IMAGES,
  ...INDEXES,
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/json',
  '',
];

/** What a manifest refers to; `undefined` when the bytes are not a manifest. */
export function naiveReferences(bytes: Buffer): NaiveReferences | undefined {
  try {
    return references(anObject(JSON.parse(bytes.toString('utf8'))));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof WrongShape) return undefined;
    throw error;
  }
}

/** Every string in some bytes that looks like a digest. */
export function digestsMentioned(bytes: Buffer): string[] {
  const digests = /sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}/g;
  return bytes.toString('latin1').match(digests) ?? [];
}

class WrongShape extends Error {}

type Fields = Map<string, unknown>;

function references(manifest: Fields): NaiveReferences {
  const schemaVersion = aNumber(manifest.get('schemaversion'));
  const mediaType = aString(manifest.get('mediatype'));
  if (schemaVersion === 1) {
    const layers = anArray(manifest.get('fslayers')).map((layer) => aString(anObject(layer).get('blobsum')));
    return { manifests: [], opaque: [], blobs: layers };
  }
  if (schemaVersion !== 2) throw new WrongShape();
  if (INDEXES.includes(mediaType) || (mediaType === '' && !absent(manifest.get('manifests')))) {
    const children = anArray(manifest.get('manifests'));
    const opaque = children.filter((child) => !MANIFESTS.includes(aString(anObject(child).get('mediatype'))));
    return {
      manifests: children.map(digestOfDescriptor),
      opaque: opaque.map(digestOfDescriptor),
      blobs: [],
    };
  }
  if (IMAGES.includes(mediaType) || mediaType === '') {
    const layers = anArray(manifest.get('layers')).map(digestOfDescriptor);
    return { manifests: [], opaque: [], blobs: [digestOfDescriptor(manifest.get('config')), ...layers] };
  }
  throw new WrongShape();
}

function digestOfDescriptor(value: unknown): string {
  const fields = anObject(value);
  aString(fields.get('mediatype'));
  aNumber(fields.get('size'));
  return aString(fields.get('digest'));
}

// As in Go's encoding/json, a key may be spelled in any case, the last one wins, and null leaves the zero value.

function absent(value: unknown): boolean {
  return value === undefined || value === null;
}

function anObject(value: unknown): Fields {
  if (absent(value)) return new Map();
  if (typeof value !== 'object' || Array.isArray(value)) throw new WrongShape();
  return new Map(Object.entries(value as object).map(([key, field]) => [key.toLowerCase(), field]));
}

function anArray(value: unknown): unknown[] {
  if (absent(value)) return [];
  if (!Array.isArray(value)) throw new WrongShape();
  return value;
}

function aString(value: unknown): string {
  if (absent(value)) return '';
  if (typeof value !== 'string') throw new WrongShape();
  return value;
}

function aNumber(value: unknown): number {
  if (absent(value)) return 0;
  if (!Number.isInteger(value)) throw new WrongShape();
  return value as number;
}
