import type { GoFields, GoShape } from './go-json.ts';

/*
 * The Go structs that registries decode a manifest into, field by field: a known field of the wrong type makes the
 * registry refuse the manifest, an unknown one may be anything. Sources: distribution v2.8.3 and v3.0.0, manifest/* and
 * blobs.go; opencontainers/image-spec v1.1.0, specs-go/v1.
 */

const strings: GoShape = { list: 'string' };
const stringMap: GoShape = { map: 'string' };

function fields(entries: Record<string, GoShape>): GoFields {
  return new Map(Object.entries(entries).map(([name, shape]) => [name.toLowerCase(), shape]));
}

/** `manifest.Versioned`: what every manifest is looked at as first. */
const versioned = { schemaVersion: 'integer', mediaType: 'string' } as const;

const platform = {
  architecture: 'string',
  os: 'string',
  'os.version': 'string',
  'os.features': strings,
  variant: 'string',
} as const;

const descriptor = {
  mediaType: 'string',
  size: 'integer',
  digest: 'string',
  urls: strings,
  annotations: stringMap,
} as const;

/** How one family of registries decodes. */
export interface ManifestShapes {
  readonly versioned: GoFields;
  readonly dockerImage: GoFields;
  readonly ociImage: GoFields;
  readonly dockerList: GoFields;
  readonly ociIndex: GoFields;
  /** Undefined where schema 1 is no longer read. */
  readonly schema1: GoFields | undefined;
}

function shapes(extra: Record<string, GoShape>, isVersion3: boolean): ManifestShapes {
  const content: GoShape = {
    struct: fields({ ...descriptor, platform: { pointer: fields(platform) }, ...extra }),
  };
  const listed: GoShape = {
    struct: fields({
      ...descriptor,
      platform: { struct: fields({ ...platform, features: strings }) },
      ...extra,
    }),
  };
  const image = { ...versioned, config: content, layers: { list: content } };
  const dockerList = fields({ ...versioned, manifests: { list: listed } });
  return {
    versioned: fields(versioned),
    dockerImage: fields(image),
    ociImage: fields({ ...image, annotations: stringMap }),
    dockerList,
    ociIndex: isVersion3
      ? fields({ ...versioned, manifests: { list: content }, annotations: stringMap })
      : dockerList,
    schema1: isVersion3 ? undefined : schema1,
  };
}

const schema1 = fields({
  ...versioned,
  name: 'string',
  tag: 'string',
  architecture: 'string',
  fsLayers: { list: { struct: fields({ blobSum: 'string' }) } },
  history: { list: { struct: fields({ v1Compatibility: 'string' }) } },
});

/** Registry 2.7 to 2.8. */
export const SHAPES_2X = shapes({}, false);

/** Registry 3.0 and later, where a descriptor is the OCI image spec's. */
export const SHAPES_3X = shapes({ data: 'bytes', artifactType: 'string' }, true);

/** A document without any of these names reads alike in both families, but for schema 1. */
export const DIFFERENT_IN_3X = /data|artifacttype|annotation|features|\u017f|\\u/i;
