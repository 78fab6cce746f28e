import { GoDecodeFault } from './go-decode-fault.ts';
import { decodeStruct, type GoStruct, membersOf } from './go-json.ts';
import { JsonNumber } from './json-tokens.ts';
import type { ManifestShapes } from './manifest-shapes.ts';
import { DOCKER_MANIFEST, DOCKER_MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST } from './media-types.ts';

/** A manifest as a registry decoded it. */
export interface DecodedManifest {
  readonly form: 'schema1' | 'schema2' | 'oci-image' | 'index';
  readonly body: GoStruct;
}

/** Why a registry refuses a manifest. */
export interface ManifestFault {
  readonly fault: string;
}

const PANIC = 'panic: ';
const UNKNOWN_TYPE = 'unrecognized manifest';

/** True for the fault of a manifest of which a registry knows neither version nor type. */
export function isUnknownType(fault: string): boolean {
  return fault.startsWith(UNKNOWN_TYPE);
}

/** A fault without the word that the collector does not fail on it but panics (exit 2). */
export function withoutPanic(fault: string): string {
  return fault.replace(PANIC, '');
}

/**
 * Decodes a document as one family of registries does (distribution, registry/storage/manifeststore.go): by
 * `schemaVersion`, then by the body's own media type.
 */
export function decodeManifest(
  document: unknown,
  shapes: ManifestShapes,
  content: Buffer,
): DecodedManifest | ManifestFault {
  return faultless(() => decode(document, shapes, content));
}

/** What `act` gives, or the fault with which Go refused. */
export function faultless<Result>(act: () => Result): Result | ManifestFault {
  try {
    return act();
  } catch (error) {
    if (error instanceof GoDecodeFault) return { fault: error.message };
    throw error;
  }
}

function decode(document: unknown, shapes: ManifestShapes, content: Buffer): DecodedManifest {
  const head = decodeStruct(document, shapes.versioned);
  const version = head.get('schemaversion') ?? 0;
  const mediaType = (head.get('mediatype') as string | undefined) ?? '';
  if (version === 1 && shapes.schema1 !== undefined) {
    assertSignable(document, content);
    return { form: 'schema1', body: decodeStruct(document, shapes.schema1) };
  }
  if (version !== 2) throw new GoDecodeFault(`${UNKNOWN_TYPE} schema version ${version}`);
  switch (mediaType) {
    case DOCKER_MANIFEST:
      return { form: 'schema2', body: decodeStruct(document, shapes.dockerImage) };
    case OCI_MANIFEST:
      return { form: 'oci-image', body: decodeStruct(document, shapes.ociImage) };
    case DOCKER_MANIFEST_LIST:
      return { form: 'index', body: decodeStruct(document, shapes.dockerList) };
    case OCI_INDEX:
      return { form: 'index', body: decodeStruct(document, shapes.ociIndex) };
    case '':
      return decodeUntyped(document, shapes);
    default:
      throw new GoDecodeFault(`${UNKNOWN_TYPE} content type ${mediaType}`);
  }
}

/** Without a media type: an index where `manifests` is there, else an image. One that is no index makes Go panic. */
function decodeUntyped(document: unknown, shapes: ManifestShapes): DecodedManifest {
  const asIndex = faultless(() => decodeStruct(document, shapes.ociIndex));
  if (!(asIndex instanceof Map)) throw new GoDecodeFault(`${PANIC}${asIndex.fault}`);
  if (asIndex.get('manifests') !== undefined) return { form: 'index', body: asIndex };
  return { form: 'oci-image', body: decodeStruct(document, shapes.ociImage) };
}

/** 2.x puts a schema 1 manifest through a signature, which fails on white space before it and on huge numbers. */
function assertSignable(document: unknown, content: Buffer): void {
  if (content[0] !== 0x7b) throw new GoDecodeFault('white space before a schema 1 manifest');
  const open = [document];
  while (open.length > 0) {
    const value = open.pop();
    if (value instanceof JsonNumber && !Number.isFinite(Number(value.text))) {
      throw new GoDecodeFault('number out of range in a schema 1 manifest');
    }
    if (Array.isArray(value)) open.push(...value);
    else for (const [, member] of membersOf(value) ?? []) open.push(member);
  }
}
