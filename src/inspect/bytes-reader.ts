import type { ManifestTree, NamedBlob } from '../analyze/manifest/tree.ts';
import { parseDigest } from '../registry/digest.ts';
import { MAX_MANIFEST_BYTES } from '../registry/layout.ts';
import { type ImageConfig, MAX_CONFIG_BYTES, readImageConfig } from '../registry/manifest/image-config.ts';
import { readManifestTexts } from '../registry/manifest/manifest-texts.ts';
import { isImageConfigType } from '../registry/manifest/media-types.ts';
import { readBlob } from '../volume/read-blob.ts';
import type { VolumeFs } from '../volume/volume-fs.ts';
import type { InspectedConfig, InspectedLayer, InspectedManifest, Unread } from './inspection.ts';

/** Of a long index, the bytes of no more manifests are read. */
const MAX_MANIFESTS = 100;

/** Adds to trees what the bytes of their manifests and configs say. */
export class BytesReader {
  readonly #fs: VolumeFs;
  readonly #unread: Unread[] = [];
  #manifests = 0;

  constructor(fs: VolumeFs) {
    this.#fs = fs;
  }

  /** What could not be read so far. */
  get unread(): readonly Unread[] {
    return this.#unread;
  }

  inspect<Tree extends ManifestTree>(tree: Tree): Tree & InspectedManifest {
    if (tree.missing || tree.cut !== undefined) return tree;
    if (++this.#manifests > MAX_MANIFESTS) {
      if (this.#manifests === MAX_MANIFESTS + 1) this.#unread.push({ code: 'too-many' });
      return tree;
    }
    const own = this.#read(tree, MAX_MANIFEST_BYTES);
    const texts = own === undefined ? undefined : readManifestTexts(own);
    const config = this.#readConfig(tree.config);
    return {
      ...tree,
      ...textsUnder('annotations', texts?.annotations),
      ...(tree.config !== undefined && { config: withConfig(tree.config, config) }),
      ...(tree.layers !== undefined && {
        layers: withTexts(tree.layers, config?.history, texts?.layerTitles),
      }),
      ...(tree.children !== undefined && { children: tree.children.map((child) => this.inspect(child)) }),
    };
  }

  #readConfig(config: NamedBlob | undefined): ImageConfig | undefined {
    if (config === undefined || config.missing || !isImageConfigType(config.mediaType ?? ''))
      return undefined;
    const content = this.#read(config, MAX_CONFIG_BYTES);
    const said = content === undefined ? undefined : readImageConfig(content);
    if (content !== undefined && said === undefined)
      this.#unread.push({ code: 'not-json', digest: config.digest });
    return said;
  }

  #read(
    { digest: text, storedAs }: Pick<NamedBlob, 'digest' | 'storedAs'>,
    limit: number,
  ): Buffer | undefined {
    const digest = parseDigest(text);
    if (digest === undefined) return undefined;
    const reading = readBlob(this.#fs, digest, limit, parseDigest(storedAs ?? digest));
    if ('content' in reading) return reading.content;
    this.#unread.push({ ...reading, digest });
    return undefined;
  }
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

function textsUnder<Key extends string>(
  key: Key,
  texts: Readonly<Record<string, string>> | undefined,
): { readonly [K in Key]?: Readonly<Record<string, string>> } {
  const isEmpty = texts === undefined || Object.keys(texts).length === 0;
  return (isEmpty ? {} : { [key]: texts }) as { readonly [K in Key]?: Readonly<Record<string, string>> };
}
