import type { ArtifactKind } from './artifact-kind.ts';

/** How a manifest is written; `unparsable` is one that no registry version reads. */
type ManifestForm = 'schema1' | 'schema2' | 'oci-image' | 'index' | 'unparsable';

/** In what place a manifest names a digest. `guess`: found by its looks in a manifest that does not parse. */
export type ReferenceKind = 'config' | 'layer' | 'manifest' | 'guess';

export interface Reference {
  readonly kind: ReferenceKind;
  /** As written: it need not be a digest. */
  readonly digest: string;
  /** The descriptor's `size`, undefined where it has none. */
  readonly bytes: number | undefined;
  readonly mediaType: string;
  /** Of an index's child, as `os/architecture[/variant]`. */
  readonly platform: string;
  /** True for a layer that lives elsewhere (`urls`) and may be absent. */
  readonly isForeign: boolean;
  /** Of an index's child: they tell what it is (BuildKit marks attestations so). */
  readonly annotations: ReadonlyMap<string, string> | undefined;
}

/** What a manifest's bytes mean. */
export interface Manifest {
  readonly form: ManifestForm;
  readonly kind: ArtifactKind;
  /** The body's own `mediaType`, empty where it has none. */
  readonly mediaType: string;
  readonly artifactType: string;
  readonly configMediaType: string;
  /** The digest this manifest is attached to (OCI 1.1 `subject`), empty where there is none. It keeps nothing alive. */
  readonly subject: string;
  /** Its own annotations, which a registry gives with the referrers of what it is attached to. */
  readonly annotations: ReadonlyMap<string, string> | undefined;
  /** In the order in which distribution's `References()` gives them. */
  readonly references: readonly Reference[];
  /** Why registry 2.7 to 2.8 refuses the manifest; undefined where it reads it. */
  readonly fault2x: string | undefined;
  /** The same for 3.x. */
  readonly fault3x: string | undefined;
}
