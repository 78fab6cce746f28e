import { findDigests } from '../digest.ts';
import { artifactKind } from './artifact-kind.ts';
import { type GoStruct, itemsOf, membersOf, parseGoJson } from './go-json.ts';
import type { Manifest, Reference, ReferenceKind } from './manifest.ts';
import { type DecodedManifest, decodeManifest, faultless, type ManifestFault } from './manifest-decoding.ts';
import { DIFFERENT_IN_3X, SHAPES_2X, SHAPES_3X } from './manifest-shapes.ts';
import { readPlainManifest } from './plain-manifest.ts';

/**
 * Reads a manifest as both families of registries do. What does not parse still refers to every digest that stands in
 * it. Never throws on bad input.
 */
export function parseManifest(content: Buffer): Manifest {
  const parsed = faultless(() => ({ document: parseGoJson(content) }));
  if ('fault' in parsed) return unparsable(content, parsed.fault, parsed.fault);
  const { document } = parsed;
  const plain = readPlainManifest(document);
  return plain ?? decodeBoth(document, content);
}

/** The long way, as each family's decoder goes. Exported so that a test can hold the short way to it. */
export function decodeBoth(document: unknown, content: Buffer): Manifest {
  const in2x = decodeManifest(document, SHAPES_2X, content);
  const mayDiffer =
    'fault' in in2x || in2x.form === 'schema1' || DIFFERENT_IN_3X.test(content.toString('latin1'));
  const in3x = mayDiffer ? decodeManifest(document, SHAPES_3X, content) : in2x;
  const [fault2x, fault3x] = [faultOf(in2x), faultOf(in3x)];
  if (!('fault' in in2x)) return { ...describe(document, in2x), fault2x, fault3x };
  if (!('fault' in in3x)) return { ...describe(document, in3x), fault2x, fault3x };
  return unparsable(content, in2x.fault, in3x.fault);
}

function unparsable(content: Buffer, fault2x: string, fault3x: string): Manifest {
  return {
    form: 'unparsable',
    kind: 'unknown',
    mediaType: '',
    artifactType: '',
    configMediaType: '',
    subject: '',
    annotations: undefined,
    references: findDigests(content.toString('latin1')).map((digest) => bareReference('guess', digest)),
    fault2x,
    fault3x,
  };
}

function faultOf(reading: DecodedManifest | ManifestFault): string | undefined {
  return 'fault' in reading ? reading.fault : undefined;
}

function describe(document: unknown, { form, body }: DecodedManifest): Omit<Manifest, 'fault2x' | 'fault3x'> {
  const references = referencesOf(form, body);
  const artifactType = looseText(looseMember(document, 'artifactType'));
  const configMediaType = references.find(({ kind }) => kind === 'config')?.mediaType ?? '';
  const contents = references.filter(({ kind }) => kind !== 'config');
  return {
    form,
    kind: artifactKind({
      isIndex: form === 'index',
      artifactType,
      configMediaType,
      contentMediaTypes: [...new Set(contents.map(({ mediaType }) => mediaType))],
      bundleContent: looseText(looseMember(looseMember(document, 'annotations'), BUNDLE_CONTENT)),
    }),
    mediaType: textIn(body, 'mediatype'),
    artifactType,
    configMediaType,
    subject: looseText(looseMember(looseMember(document, 'subject'), 'digest')),
    annotations: looseTexts(looseMember(document, 'annotations')),
    references,
  };
}

/** Sigstore's annotation that tells a signature from an attestation. */
const BUNDLE_CONTENT = 'dev.sigstore.bundle.content';

/** A member that no registry decodes: what newer clients say of their artifacts. */
function looseMember(value: unknown, name: string): unknown {
  let found: unknown;
  for (const [key, member] of membersOf(value) ?? []) if (key === name) found = member;
  return found;
}

function looseText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function looseTexts(value: unknown): ReadonlyMap<string, string> | undefined {
  const texts = new Map<string, string>();
  for (const [key, member] of membersOf(value) ?? []) {
    if (typeof member === 'string') texts.set(key, member);
    else texts.delete(key);
  }
  return texts.size > 0 ? texts : undefined;
}

function referencesOf(form: DecodedManifest['form'], body: GoStruct): Reference[] {
  if (form === 'schema1') {
    return itemsOf<GoStruct>(body.get('fslayers')).map((layer) =>
      bareReference('layer', textIn(layer, 'blobsum')),
    );
  }
  if (form === 'index') {
    return itemsOf<GoStruct>(body.get('manifests')).map((child) => reference('manifest', child));
  }
  const config = reference('config', body.get('config') as GoStruct | undefined);
  return [config, ...itemsOf<GoStruct>(body.get('layers')).map((layer) => reference('layer', layer))];
}

function reference(kind: ReferenceKind, descriptor: GoStruct | undefined): Reference {
  const isChild = kind === 'manifest';
  return {
    kind,
    digest: textIn(descriptor, 'digest'),
    bytes: descriptor?.get('size') as number | undefined,
    mediaType: textIn(descriptor, 'mediatype'),
    platform: isChild ? platformOf(descriptor?.get('platform') as GoStruct | undefined) : '',
    isForeign: itemsOf(descriptor?.get('urls')).length > 0,
    annotations: isChild
      ? (descriptor?.get('annotations') as ReadonlyMap<string, string> | undefined)
      : undefined,
  };
}

function bareReference(kind: ReferenceKind, digest: string): Reference {
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

function platformOf(platform: GoStruct | undefined): string {
  const parts = ['os', 'architecture', 'variant'].map((field) => textIn(platform, field));
  return parts.filter((part) => part !== '').join('/');
}

function textIn(struct: GoStruct | undefined, field: string): string {
  return (struct?.get(field) as string | undefined) ?? '';
}

/** True for the few bytes that could start a manifest; a layer's compressed bytes never do. */
export function couldBeManifest(start: Uint8Array): boolean {
  return start.find((byte) => byte > 0x20) === 0x7b;
}
