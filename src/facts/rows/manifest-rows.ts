import type { Digest } from '../../registry/digest.ts';
import { DigestListWriter } from '../../registry/digest-list.ts';
import type { Manifest, Reference } from '../../registry/manifest/manifest.ts';
import type { ManifestsFact } from '../told.ts';
import { NumberColumn, TextColumn } from './columns.ts';

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
    annotations: new NumberColumn(),
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
    columns.annotations.push(text(annotationsText(manifest.annotations)));
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
      annotations: columns.annotations.toInt32(),
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
