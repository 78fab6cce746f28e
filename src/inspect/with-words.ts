import type { ManifestTree, NamedBlob } from '../analyze/manifest/tree.ts';
import type { ImageConfig } from '../registry/manifest/image-config.ts';
import type { InspectedConfig, InspectedLayer, InspectedManifest } from './inspection.ts';

/** The config and the layers of a manifest, with what the config and the manifest say of them. */
export function withWords(
  { config, layers }: ManifestTree,
  said: ImageConfig | undefined,
  titles?: readonly string[],
): Pick<InspectedManifest, 'config' | 'layers'> {
  return {
    ...(config !== undefined && { config: withConfig(config, said) }),
    ...(layers !== undefined && { layers: withTexts(layers, said?.history, titles) }),
  };
}

function withConfig(config: NamedBlob, said: ImageConfig | undefined): InspectedConfig {
  if (said === undefined) return config;
  const { created, platform, labels } = said;
  return {
    ...config,
    ...(created !== undefined && { created }),
    ...(platform !== undefined && { platform }),
    ...textsUnder('labels', labels),
  };
}

/** A history that has not one step for each layer tells of none which it made. */
function withTexts(
  layers: readonly NamedBlob[],
  history: readonly string[] | undefined,
  titles: readonly string[] | undefined,
): InspectedLayer[] {
  const steps = history?.length === layers.length ? history : [];
  const names = titles?.length === layers.length ? titles : [];
  return layers.map((layer, at) => ({
    ...layer,
    ...textUnder('createdBy', steps[at]),
    ...textUnder('title', names[at]),
  }));
}

function textUnder<Key extends string>(key: Key, text: string | undefined): { readonly [K in Key]?: string } {
  return (text === undefined || text === '' ? {} : { [key]: text }) as { readonly [K in Key]?: string };
}

/** Texts below a key, where there are some. */
export function textsUnder<Key extends string>(
  key: Key,
  texts: Readonly<Record<string, string>> | undefined,
): { readonly [K in Key]?: Readonly<Record<string, string>> } {
  const isEmpty = texts === undefined || Object.keys(texts).length === 0;
  return (isEmpty ? {} : { [key]: texts }) as { readonly [K in Key]?: Readonly<Record<string, string>> };
}
