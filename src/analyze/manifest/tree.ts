import type { Contents } from '../../contents/contents.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import { servedType } from '../../registry/manifest/media-types.ts';
import { asObject, textIn } from '../../registry/manifest/plain-json.ts';
import type { ManifestShare } from '../usage/manifest-share.ts';
import type { ManifestRow, ManifestRows, ReferenceRow } from './manifest-rows.ts';
import type { Referrer, Referrers } from './referrers.ts';

/** A blob that a manifest names: a config, a layer. */
export interface NamedBlob {
  readonly digest: string;
  /** Of its file; 0 where it is missing. */
  readonly bytes: number;
  /** True where nothing leads to it but the manifest that was asked for: it becomes free with that. */
  readonly uniqueToThis: boolean;
  readonly mediaType: string | null;
  /** What the manifest says that it has, where that is something else. */
  readonly expectedBytes?: number;
  readonly missing?: true;
  /** It lives elsewhere (`urls`), and may be missing. */
  readonly foreign?: true;
  /** The digest it is kept by, where this is another name of it. */
  readonly storedAs?: string;
}

/** A manifest with all that it names. */
export interface ManifestTree {
  readonly digest: string;
  /** Of all that it leads to, each file once. */
  readonly bytes: number;
  /** Null where it is missing, or could not be read as a manifest. */
  readonly kind: string | null;
  /** As what a registry serves it; null where none does. */
  readonly mediaType: string | null;
  readonly artifactType?: string;
  /** As the index says that lists it: `os/architecture[/variant]`. */
  readonly platform?: string;
  /** The digest of the image of the same index that it is an attestation of. */
  readonly attests?: string;
  /** The digest that it is attached to. */
  readonly subject?: string;
  /** Of its own file; 0 where it is missing. */
  readonly manifestBytes: number;
  readonly missing?: true;
  /** Why registries refuse it, by family. */
  readonly faults?: { readonly [Family in RegistryFamily]?: string };
  /** Set where its content is not told: it stands further up in the tree, or lies too deep in it. */
  readonly cut?: 'repeated' | 'too-deep';
  readonly config?: NamedBlob;
  readonly layers?: readonly NamedBlob[];
  /** Those that an index lists. */
  readonly children?: readonly ManifestTree[];
  /** Digests that stand in what cannot be parsed. */
  readonly mentions?: readonly NamedBlob[];
  /** What is attached to it. */
  readonly referrers: readonly Referrer[];
}

/** What an index says of a manifest that it lists. */
type Listing = Pick<ReferenceRow, 'platform' | 'annotations'>;

/** Indexes lie in indexes no deeper than this in anything that a tool made. */
const MAX_DEPTH = 8;

/** BuildKit's (docs/attestations/attestation-storage.md). */
const ATTESTS = 'vnd.docker.reference.digest';

/** Makes the tree of one manifest. */
export class TreeMaker {
  readonly #contents: Contents;
  readonly #rows: ManifestRows;
  readonly #share: ManifestShare;
  readonly #referrers: Referrers;
  readonly #told = new Set<number>();

  constructor(contents: Contents, rows: ManifestRows, share: ManifestShare, referrers: Referrers) {
    this.#contents = contents;
    this.#rows = rows;
    this.#share = share;
    this.#referrers = referrers;
  }

  make(blob: number, listing?: Listing, depth = 0): ManifestTree {
    const { digest, bytes } = this.#rows.blobOf(blob);
    const manifest = this.#rows.manifestOf(blob);
    const cut = this.#told.has(blob) ? 'repeated' : depth > MAX_DEPTH ? 'too-deep' : undefined;
    this.#told.add(blob);
    return {
      digest,
      bytes: this.#share.bytesBelow(blob),
      kind: manifest?.kind ?? null,
      mediaType: (manifest && servedType(manifest.form, manifest.mediaType)) ?? null,
      ...(manifest && texts(manifest)),
      ...(listing && listingOf(listing)),
      manifestBytes: bytes ?? 0,
      ...(this.#isMissing(blob) && { missing: true }),
      ...(cut === undefined && manifest && this.#namedBy(blob, depth)),
      ...(cut !== undefined && { cut }),
      referrers: cut === undefined ? this.#referrers.of(blob) : [],
    };
  }

  #namedBy(manifest: number, depth: number): Partial<ManifestTree> {
    const references = this.#rows.referencesOf(manifest);
    const of = (kind: ReferenceRow['kind']) => references.filter((reference) => reference.kind === kind);
    const blobs = (kind: ReferenceRow['kind']) => of(kind).map((each) => this.#describe(each));
    const [config] = blobs('config');
    const [layers, mentions] = [blobs('layer'), blobs('guess')];
    const children = of('manifest').map((child) => this.make(child.blob, child, depth + 1));
    return {
      ...(config !== undefined && { config }),
      ...(layers.length > 0 && { layers }),
      ...(this.#contents.manifests.isIndex(manifest) && { children }),
      ...(mentions.length > 0 && { mentions }),
    };
  }

  #describe(reference: ReferenceRow): NamedBlob {
    const stored = this.#contents.storedAs(reference.blob);
    const { digest } = this.#rows.blobOf(reference.blob);
    const kept = this.#rows.blobOf(stored);
    const isMissing = kept.bytes === null;
    const differs = reference.bytes !== null && reference.bytes !== kept.bytes;
    return {
      digest,
      bytes: kept.bytes ?? 0,
      uniqueToThis: !isMissing && this.#share.isOnlyHere(stored),
      mediaType: reference.mediaType,
      ...(differs && { expectedBytes: reference.bytes }),
      ...(isMissing && { missing: true }),
      ...(reference.isForeign === 1 && { foreign: true }),
      ...(stored !== reference.blob && { storedAs: kept.digest }),
    };
  }

  #isMissing(blob: number): boolean {
    return this.#rows.blobOf(this.#contents.storedAs(blob)).bytes === null;
  }
}

function texts({ artifactType, subject, fault2x, fault3x }: ManifestRow): Partial<ManifestTree> {
  const faults = {
    ...(fault2x !== null && { '2.7-2.8': fault2x }),
    ...(fault3x !== null && { '3.x': fault3x }),
  };
  return {
    ...(artifactType !== null && { artifactType }),
    ...(subject !== null && { subject: digestText(subject) }),
    ...(Object.keys(faults).length > 0 && { faults }),
  };
}

function listingOf({ platform, annotations }: Listing): Partial<ManifestTree> {
  const attests = annotations === null ? undefined : textIn(asObject(JSON.parse(annotations)), ATTESTS);
  return {
    ...(platform !== null && platform !== '' && { platform }),
    ...(attests !== undefined && { attests }),
  };
}
