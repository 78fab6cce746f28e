import type { ManifestTree, NamedBlob } from '../analyze/manifest/tree.ts';
import { parseDigest } from '../registry/digest.ts';
import { MAX_MANIFEST_BYTES } from '../registry/layout.ts';
import { type ImageConfig, MAX_CONFIG_BYTES, readImageConfig } from '../registry/manifest/image-config.ts';
import { readManifestTexts } from '../registry/manifest/manifest-texts.ts';
import { isImageConfigType } from '../registry/manifest/media-types.ts';
import { readBlob } from '../volume/read-blob.ts';
import type { VolumeFs } from '../volume/volume-fs.ts';
import type { InspectedManifest, Unread } from './inspection.ts';
import { textsUnder, withWords } from './with-words.ts';

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
      ...withWords(tree, config, texts?.layerTitles),
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
