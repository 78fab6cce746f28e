import { asObject, itemsIn, parseObject, textsIn } from './plain-json.ts';

/** What a manifest says for people, which no registry reads. */
export interface ManifestTexts {
  readonly annotations: Readonly<Record<string, string>>;
  /** What each layer is called, in their order; empty where it has no name. */
  readonly layerTitles: readonly string[];
}

/** By which tools name the files of an artifact (OCI image spec 1.1, annotations.md). */
const TITLE = 'org.opencontainers.image.title';

/** Reads the texts of a manifest; there are none in what is no JSON object. */
export function readManifestTexts(content: Buffer): ManifestTexts {
  const manifest = parseObject(content);
  return {
    annotations: textsIn(manifest, 'annotations'),
    layerTitles: itemsIn(manifest, 'layers').map(
      (layer) => textsIn(asObject(layer), 'annotations')[TITLE] ?? '',
    ),
  };
}
