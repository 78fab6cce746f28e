import { type ArtifactKind, artifactKind } from './artifact-kind.ts';
import { findDigests } from './digest.ts';
import { decodeStruct, GoDecodeFault, type GoStruct, parseGoJson } from './go-json.ts';
import { IMAGE, INDEX, LENIENT, SCHEMA1, VERSIONED } from './manifest-shapes.ts';
import { DOCKER_MANIFEST, isIndexType, OCI_MANIFEST } from './media-types.ts';

/** How a manifest is written; `unparsable` is one that no registry version reads. */
export type ManifestForm = 'schema1' | 'schema2' | 'oci-image' | 'index' | 'unparsable';

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
  readonly annotations: Readonly<Record<string, string>> | undefined;
}

/** What a manifest's bytes mean. Never throws on bad input: see `fault`. */
export interface Manifest {
  readonly form: ManifestForm;
  readonly kind: ArtifactKind;
  /** The body's own `mediaType`, empty where it has none. */
  readonly mediaType: string;
  readonly artifactType: string;
  readonly configMediaType: string;
  /** The digest this manifest is attached to (OCI 1.1 `subject`), empty where there is none. It keeps nothing alive. */
  readonly subject: string;
  /** In the order in which distribution's `References()` gives them. */
  readonly references: readonly Reference[];
  /** Why registry 2.7 to 2.8 refuses the manifest; undefined where it reads it. */
  readonly fault2x: string | undefined;
  /** The same for 3.x. */
  readonly fault3x: string | undefined;
}

interface Decoded {
  readonly form: Exclude<ManifestForm, 'unparsable'>;
  readonly body: GoStruct;
}

/**
 * Reads a manifest as registries do (distribution, registry/storage/manifeststore.go): by `schemaVersion`, then by the
 * body's own media type. What does not parse still refers to every digest that stands in it.
 */
export function parseManifest(content: Buffer): Manifest {
  try {
    const document = parseGoJson(content);
    const decoded = decode(document);
    return describe(document, decoded);
  } catch (error) {
    if (error instanceof GoDecodeFault) return unparsable(content, error.message);
    throw error;
  }
}

/** A manifest that no registry reads: only what looks like a digest is known of it. */
export function unparsable(content: Buffer, fault: string): Manifest {
  return {
    form: 'unparsable',
    kind: 'unknown',
    mediaType: '',
    artifactType: '',
    configMediaType: '',
    subject: '',
    references: findDigests(content.toString('latin1')).map(guess),
    fault2x: fault,
    fault3x: fault,
  };
}

function decode(document: unknown): Decoded {
  const versioned = decodeStruct(document, VERSIONED);
  const version = versioned['schemaversion'] ?? 0;
  const mediaType = text(versioned['mediatype']);
  if (version === 1) return { form: 'schema1', body: decodeStruct(document, SCHEMA1) };
  if (version !== 2) throw new GoDecodeFault(`unrecognized manifest schema version ${version}`);
  if (mediaType === DOCKER_MANIFEST) return { form: 'schema2', body: decodeStruct(document, IMAGE) };
  if (mediaType === OCI_MANIFEST) return { form: 'oci-image', body: decodeStruct(document, IMAGE) };
  if (isIndexType(mediaType)) return { form: 'index', body: decodeStruct(document, INDEX) };
  if (mediaType !== '') throw new GoDecodeFault(`unrecognized manifest content type ${mediaType}`);
  return decodeUntyped(document);
}

/** Without a media type: an index where `manifests` is there, else an image. */
function decodeUntyped(document: unknown): Decoded {
  const asIndex = decodeUntypedIndex(document);
  if (asIndex['manifests'] !== undefined) return { form: 'index', body: asIndex };
  return { form: 'oci-image', body: decodeStruct(document, IMAGE) };
}

function decodeUntypedIndex(document: unknown): GoStruct {
  try {
    return decodeStruct(document, INDEX);
  } catch (error) {
    if (!(error instanceof GoDecodeFault)) throw error;
    throw new GoDecodeFault(`${UNTYPED_INDEX_PANIC}: ${error.message}`);
  }
}

/** 2.7 and later dereference nil here, so that the collector does not fail but panic (exit 2). */
export const UNTYPED_INDEX_PANIC = 'panic on a manifest without media type that is no index';

function describe(document: unknown, { form, body }: Decoded): Manifest {
  const lenient = decodeStruct(document, LENIENT);
  const references = referencesOf(form, body);
  const mediaType = text(body['mediatype']);
  const artifactType = text(lenient['artifacttype']);
  const configMediaType = references.find(({ kind }) => kind === 'config')?.mediaType ?? '';
  const contents = references.filter(({ kind }) => kind !== 'config');
  return {
    form,
    kind: artifactKind({
      isIndex: form === 'index',
      artifactType,
      configMediaType,
      contentMediaTypes: [...new Set(contents.map((reference) => reference.mediaType))],
      annotations: (body['annotations'] ?? {}) as Record<string, string>,
    }),
    mediaType,
    artifactType,
    configMediaType,
    subject: subjectOf(lenient['subject']),
    references,
    fault2x: undefined,
    fault3x: form === 'schema1' ? 'unrecognized manifest schema version 1' : undefined,
  };
}

function referencesOf(form: Decoded['form'], body: GoStruct): Reference[] {
  if (form === 'schema1')
    return structs(body['fslayers']).map((layer) => bare('layer', text(layer['blobsum'])));
  if (form === 'index') return structs(body['manifests']).map((child) => fromDescriptor('manifest', child));
  const config = fromDescriptor('config', (body['config'] ?? {}) as GoStruct);
  return [config, ...structs(body['layers']).map((layer) => fromDescriptor('layer', layer))];
}

function fromDescriptor(kind: ReferenceKind, descriptor: GoStruct): Reference {
  const urls = (descriptor['urls'] ?? []) as string[];
  return {
    kind,
    digest: text(descriptor['digest']),
    bytes: descriptor['size'] as number | undefined,
    mediaType: text(descriptor['mediatype']),
    platform: kind === 'manifest' ? platformOf(descriptor['platform'] as GoStruct | undefined) : '',
    isForeign: urls.length > 0,
    annotations: kind === 'manifest' ? (descriptor['annotations'] as Record<string, string>) : undefined,
  };
}

function platformOf(platform: GoStruct | undefined): string {
  if (platform === undefined) return '';
  return ['os', 'architecture', 'variant']
    .map((field) => text(platform[field]))
    .filter(Boolean)
    .join('/');
}

function subjectOf(subject: unknown): string {
  if (typeof subject !== 'object' || subject === null) return '';
  const digest = decodeStruct(subject, new Map([['digest', 'any']] as const))['digest'];
  return text(digest);
}

function bare(kind: ReferenceKind, digest: string): Reference {
  return {
    kind,
    digest,
    bytes: undefined,
    mediaType: '',
    platform: '',
    isForeign: false,
    annotations: undefined,
  };
}

function guess(digest: string): Reference {
  return bare('guess', digest);
}

function structs(value: unknown): GoStruct[] {
  return (value ?? []) as GoStruct[];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** True for the few bytes that could start a manifest; a layer's compressed bytes never do. */
export function couldBeManifest(start: Uint8Array): boolean {
  const first = start.find((byte) => byte > 0x20);
  return first === 0x7b;
}
