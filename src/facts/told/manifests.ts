import type { DigestList } from '../../registry/digest-list.ts';

/** Manifests that were read. Texts are indexes into `texts`; -1 is none. */
export interface ManifestsFact {
  readonly fact: 'manifests';
  readonly digests: DigestList;
  readonly texts: readonly string[];
  readonly forms: Int32Array;
  readonly kinds: Int32Array;
  readonly mediaTypes: Int32Array;
  readonly artifactTypes: Int32Array;
  readonly configMediaTypes: Int32Array;
  readonly faults2x: Int32Array;
  readonly faults3x: Int32Array;
  /** JSON objects. */
  readonly annotations: Int32Array;
  /** One for each manifest; an empty text where there is none. */
  readonly subjects: DigestList;
  readonly referenceCounts: Uint32Array;
  /** The references of all, manifest after manifest. */
  readonly references: DigestList;
  readonly referenceKinds: Int32Array;
  /** The descriptor's size; NaN where it has none. */
  readonly referenceBytes: Float64Array;
  readonly referenceMediaTypes: Int32Array;
  readonly referencePlatforms: Int32Array;
  /** JSON objects. */
  readonly referenceAnnotations: Int32Array;
  readonly referenceIsForeign: Uint8Array;
}
