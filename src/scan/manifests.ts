import { isUtf8 } from 'node:buffer';
import type { ManifestsFact } from '../facts/told.ts';
import { type Digest, parseDigest } from '../registry/digest.ts';
import { type DigestList, DigestListReader, DigestListWriter } from '../registry/digest-list.ts';
import { blobDataPath, MAX_MANIFEST_BYTES } from '../registry/layout.ts';
import {
  couldBeManifest,
  type Manifest,
  parseManifest,
  type Reference,
} from '../registry/manifest/manifest.ts';
import { NumberColumn, TextColumn } from './columns.ts';
import type { Gatherer } from './gatherer.ts';

/** Blobs to read as manifests. */
export interface WantedManifests {
  readonly digests: DigestList;
  /**
   * One a digest: 1 where it must be a manifest, because a link or an index says so; 0 where it only may be one,
   * and anything else is no damage.
   */
  readonly expected: Uint8Array;
}

/** Reads and parses manifests. */
export function readManifests(gatherer: Gatherer, wanted: WantedManifests): void {
  const rows = new ManifestRows();
  const reader = new DigestListReader(wanted.digests);
  for (let row = 0; reader.next(); row++) {
    const digest = parseDigest(reader.text());
    if (digest !== undefined) readManifest(gatherer, digest, wanted.expected[row] === 1, rows);
  }
  if (rows.count > 0) gatherer.add(rows.finish());
}

/** Reads one manifest into `rows`; one that does not parse waits for a second look. */
export function readManifest(
  gatherer: Gatherer,
  digest: Digest,
  isExpected: boolean,
  rows: ManifestRows,
): void {
  const [algorithm, hex] = digest.split(':') as [string, string];
  const path = blobDataPath(algorithm, hex);
  if (!isExpected && !startsLikeManifest(gatherer, path)) return;
  const file = gatherer.attempt(path, true, () => gatherer.fs.readWhole(path, MAX_MANIFEST_BYTES));
  if (file === undefined) return;
  if (file.content === undefined) {
    if (!isExpected || file.stat.kind !== 'file') return;
    gatherer.problem({ code: 'manifest-too-large', path, digest, hidesReferences: true });
    return;
  }
  const manifest = parseManifest(file.content);
  if (manifest.form !== 'unparsable') {
    if (!isUtf8(file.content)) gatherer.problem({ code: 'manifest-not-utf8', path, digest });
    return rows.push(digest, manifest);
  }
  if (!isExpected) return;
  const only = new ManifestRows();
  only.push(digest, manifest);
  const detail = manifest.fault2x ?? '';
  gatherer.doubt({
    look: { of: 'manifest', digest },
    facts: [
      only.finish(),
      { fact: 'problem', code: 'manifest-unparsable', path, digest, detail, hidesReferences: true },
    ],
    modifiedAt: file.stat.modifiedAt,
    evidence: `${file.stat.inode}:${file.stat.bytes}:${file.stat.modifiedAt}`,
  });
}

function startsLikeManifest(gatherer: Gatherer, path: string): boolean {
  const start = gatherer.attempt(path, true, () => gatherer.fs.readStart(path));
  return start !== undefined && couldBeManifest(start);
}

/** Rows of a {@link ManifestsFact}. */
export class ManifestRows {
  readonly #texts = new TextColumn();
  readonly #digests = new DigestListWriter();
  readonly #subjects = new DigestListWriter();
  readonly #references = new DigestListWriter();
  readonly #columns = {
    forms: new NumberColumn(),
    kinds: new NumberColumn(),
    mediaTypes: new NumberColumn(),
    artifactTypes: new NumberColumn(),
    configMediaTypes: new NumberColumn(),
    faults2x: new NumberColumn(),
    faults3x: new NumberColumn(),
    referenceCounts: new NumberColumn(),
    referenceKinds: new NumberColumn(),
    referenceBytes: new NumberColumn(),
    referenceMediaTypes: new NumberColumn(),
    referencePlatforms: new NumberColumn(),
    referenceAnnotations: new NumberColumn(),
    referenceIsForeign: new NumberColumn(),
  };

  get count(): number {
    return this.#digests.count;
  }

  push(digest: Digest, manifest: Manifest): void {
    const columns = this.#columns;
    const text = (value: string) => this.#texts.indexOf(value);
    this.#digests.append(digest);
    this.#subjects.append(manifest.subject);
    columns.forms.push(text(manifest.form));
    columns.kinds.push(text(manifest.kind));
    columns.mediaTypes.push(text(manifest.mediaType));
    columns.artifactTypes.push(text(manifest.artifactType));
    columns.configMediaTypes.push(text(manifest.configMediaType));
    columns.faults2x.push(text(manifest.fault2x ?? ''));
    columns.faults3x.push(text(manifest.fault3x ?? ''));
    columns.referenceCounts.push(manifest.references.length);
    for (const reference of manifest.references) this.#pushReference(reference);
  }

  #pushReference(reference: Reference): void {
    const columns = this.#columns;
    const text = (value: string) => this.#texts.indexOf(value);
    this.#references.append(reference.digest);
    columns.referenceKinds.push(text(reference.kind));
    columns.referenceBytes.push(reference.bytes ?? Number.NaN);
    columns.referenceMediaTypes.push(text(reference.mediaType));
    columns.referencePlatforms.push(text(reference.platform));
    columns.referenceAnnotations.push(text(annotationsText(reference.annotations)));
    columns.referenceIsForeign.push(reference.isForeign ? 1 : 0);
  }

  finish(): ManifestsFact {
    const columns = this.#columns;
    return {
      fact: 'manifests',
      texts: this.#texts.texts,
      digests: this.#digests.finish(),
      subjects: this.#subjects.finish(),
      references: this.#references.finish(),
      forms: columns.forms.toInt32(),
      kinds: columns.kinds.toInt32(),
      mediaTypes: columns.mediaTypes.toInt32(),
      artifactTypes: columns.artifactTypes.toInt32(),
      configMediaTypes: columns.configMediaTypes.toInt32(),
      faults2x: columns.faults2x.toInt32(),
      faults3x: columns.faults3x.toInt32(),
      referenceCounts: columns.referenceCounts.toUint32(),
      referenceKinds: columns.referenceKinds.toInt32(),
      referenceBytes: columns.referenceBytes.toFloat64(),
      referenceMediaTypes: columns.referenceMediaTypes.toInt32(),
      referencePlatforms: columns.referencePlatforms.toInt32(),
      referenceAnnotations: columns.referenceAnnotations.toInt32(),
      referenceIsForeign: Uint8Array.from(columns.referenceIsForeign.toInt32()),
    };
  }
}

function annotationsText(annotations: Reference['annotations']): string {
  if (annotations === undefined || annotations.size === 0) return '';
  return JSON.stringify(Object.fromEntries(annotations));
}
