import type { GoFields, GoShape } from './go-json.ts';

/*
 * The Go structs that registry 2.8 and 3.x decode a manifest into, field by field: a known field of the wrong type
 * makes the registry refuse the manifest. Sources: distribution v2.8.3 and v3.1.1, manifest/*, and
 * opencontainers/image-spec specs-go/v1.
 */

const strings: GoShape = { list: 'string' };
const stringMap: GoShape = { map: 'string' };

function fields(entries: Record<string, GoShape>): GoFields {
  return new Map(Object.entries(entries).map(([name, shape]) => [name.toLowerCase(), shape]));
}

const platform: GoShape = {
  fields: fields({
    architecture: 'string',
    os: 'string',
    'os.version': 'string',
    'os.features': strings,
    variant: 'string',
  }),
};

/** `distribution.Descriptor`. */
const descriptor: GoShape = {
  fields: fields({
    mediaType: 'string',
    size: 'integer',
    digest: 'string',
    urls: strings,
    annotations: stringMap,
    platform,
  }),
};

/** `manifest.Versioned`: what every manifest is looked at as first. */
export const VERSIONED = fields({ schemaVersion: 'integer', mediaType: 'string' });

/** `schema2.Manifest` and `ocischema.Manifest`. */
export const IMAGE = fields({
  schemaVersion: 'integer',
  mediaType: 'string',
  config: descriptor,
  layers: { list: descriptor },
  annotations: stringMap,
});

/** `manifestlist.ManifestList` and the OCI index. */
export const INDEX = fields({
  schemaVersion: 'integer',
  mediaType: 'string',
  manifests: { list: descriptor },
  annotations: stringMap,
});

/** `schema1.Manifest`, which 3.x no longer reads. */
export const SCHEMA1 = fields({
  schemaVersion: 'integer',
  mediaType: 'string',
  name: 'string',
  tag: 'string',
  architecture: 'string',
  fsLayers: { list: { fields: fields({ blobSum: 'string' }) } },
  history: { list: { fields: fields({ v1Compatibility: 'string' }) } },
});

/** What newer clients say and no registry before 3.1 decodes: read leniently, never a reason to refuse. */
export const LENIENT = fields({ artifactType: 'any', subject: 'any', annotations: 'any', config: 'any' });
