import { madeDigest } from './made-bytes.ts';
import { type Descriptor, MEDIA_TYPES } from './manifest-json.ts';

type Shape = (config: Descriptor, layers: readonly Descriptor[]) => string;

const { manifest: IMAGE, index: INDEX } = MEDIA_TYPES.oci;

/** Manifests that look strange and that a registry reads without complaint. */
export const STRANGE_MANIFESTS = {
  capitalKeys: (config, layers) =>
    JSON.stringify({
      SchemaVersion: 2,
      MEDIATYPE: IMAGE,
      Config: capital(config),
      LAYERS: layers.map(capital),
    }),
  lastKeyWins: (config, layers) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: IMAGE,
      config,
      layers: layers.slice(1),
      Layers: layers.slice(0, 1),
    }),
  firstConfigLoses: (config, layers) =>
    JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config: layers[0], CONFIG: config, layers: [] }),
  nullLayers: (config) => JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config, layers: null }),
  nullType: (config, layers) => JSON.stringify({ schemaVersion: 2, mediaType: null, config, layers }),
  emptyType: (config, layers) => JSON.stringify({ schemaVersion: 2, mediaType: '', config, layers }),
  emptyIndex: () => JSON.stringify({ schemaVersion: 2, manifests: [] }),
  emptyTypedIndex: () => JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [] }),
  digestsElsewhere: (config, layers) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: IMAGE,
      config,
      layers: [],
      annotations: Object.fromEntries(layers.map(({ digest }, position) => [`layer.${position}`, digest])),
    }),
  nonsenseDigest: (config, layers) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: IMAGE,
      config,
      layers: [...layers, { ...config, digest: '..' }],
    }),
} satisfies Record<string, Shape>;

/** Manifests that no registry can read. */
export const UNREADABLE_MANIFESTS = {
  empty: () => '',
  notJson: (config, layers) =>
    `config ${config.digest}, layers ${layers.map(({ digest }) => digest).join(' ')}\n`,
  cutOff: (config, layers) => {
    const whole = JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config, layers });
    return whole.slice(0, Math.floor(whole.length * 0.7));
  },
  trailingBytes: (config, layers) =>
    `${JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config, layers })}}`,
  array: (config, layers) => JSON.stringify([config, ...layers]),
  unknownType: (config, layers) =>
    JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.example.box.v9+json', config, layers }),
  ociArtifact: (config, layers) =>
    JSON.stringify({
      mediaType: 'application/vnd.oci.artifact.manifest.v1+json',
      blobs: layers,
      subject: config,
    }),
  versionInQuotes: (config, layers) =>
    JSON.stringify({ schemaVersion: '2', mediaType: IMAGE, config, layers }),
  versionThree: (config, layers) => JSON.stringify({ schemaVersion: 3, mediaType: IMAGE, config, layers }),
  versionOneWithoutLayers: (config) => JSON.stringify({ schemaVersion: 1, name: 'a', tag: 't', config }),
  sizeInQuotes: (config, layers) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: IMAGE,
      config: { ...config, size: String(config.size) },
      layers,
    }),
  layersAsObject: (config, layers) =>
    JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config, layers: { ...layers } }),
  configAsText: (config, layers) =>
    JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config: config.digest, layers }),
  numberAsType: (config, layers) => JSON.stringify({ schemaVersion: 2, mediaType: 7, config, layers }),
  numberAsDigest: (config, layers) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: IMAGE,
      config,
      layers: [{ ...layers[0], digest: 7 }, ...layers],
    }),
  manifestsAsText: (config) =>
    JSON.stringify({ schemaVersion: 2, manifests: `${config.digest} ${madeDigest('absent')} sha256:cafe` }),
} satisfies Record<string, Shape>;

/** The name of any such manifest. */
export type OddManifest = keyof typeof STRANGE_MANIFESTS | keyof typeof UNREADABLE_MANIFESTS;

/** The bytes of an odd manifest about an image of at least one layer. */
export function oddManifest(kind: OddManifest, config: Descriptor, layers: readonly Descriptor[]): string {
  const shapes: Record<OddManifest, Shape> = { ...STRANGE_MANIFESTS, ...UNREADABLE_MANIFESTS };
  return shapes[kind](config, layers);
}

function capital({ mediaType, digest, size }: Descriptor): Record<string, unknown> {
  return { MediaType: mediaType, DIGEST: digest, Size: size };
}
