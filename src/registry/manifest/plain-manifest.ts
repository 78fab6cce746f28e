import { artifactKind } from './artifact-kind.ts';
import type { Manifest, Reference } from './manifest.ts';
import { DOCKER_MANIFEST, DOCKER_MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST } from './media-types.ts';

/*
 * The short way through a manifest. Nearly all have a media type and no members but the few below, all spelled as the
 * specs spell them and of the right type: every registry reads these alike, and property by property they are read in a
 * third of the time that the decoder in go-json.ts takes. A test holds the two ways together.
 */

const FORMS: Readonly<Record<string, 'schema2' | 'oci-image' | 'index'>> = {
  [DOCKER_MANIFEST]: 'schema2',
  [OCI_MANIFEST]: 'oci-image',
  [DOCKER_MANIFEST_LIST]: 'index',
  [OCI_INDEX]: 'index',
};

/**
 * The manifest in `document`, a value of `JSON.parse` whose text had no repeated member and no odd number; undefined
 * where it needs the decoder.
 */
export function readPlainManifest(document: unknown): Manifest | undefined {
  if (!isObject(document) || document['schemaVersion'] !== 2) return undefined;
  const mediaType = document['mediaType'];
  const form =
    typeof mediaType === 'string' && Object.hasOwn(FORMS, mediaType) ? FORMS[mediaType] : undefined;
  if (form === undefined) return undefined;
  const references = form === 'index' ? readChildren(document) : readContents(document);
  if (references === undefined) return undefined;
  const configMediaType = form === 'index' ? '' : (references[0]?.mediaType ?? '');
  const contents = form === 'index' ? references : references.slice(1);
  return {
    form,
    kind: artifactKind({
      isIndex: form === 'index',
      artifactType: '',
      configMediaType,
      contentMediaTypes: [...new Set(contents.map((content) => content.mediaType))],
      bundleContent: '',
    }),
    mediaType: mediaType as string,
    artifactType: '',
    configMediaType,
    subject: '',
    annotations: undefined,
    references,
    fault2x: undefined,
    fault3x: undefined,
  };
}

function readContents(document: Members): Reference[] | undefined {
  const { config, layers } = document;
  if (!Array.isArray(layers) || !hasOnly(document, IMAGE)) return undefined;
  const references: Reference[] = [];
  if (!readDescriptor('config', config, references)) return undefined;
  return layers.every((layer) => readDescriptor('layer', layer, references)) ? references : undefined;
}

function readChildren(document: Members): Reference[] | undefined {
  const { manifests } = document;
  if (!Array.isArray(manifests) || !hasOnly(document, INDEX)) return undefined;
  const references: Reference[] = [];
  return manifests.every((child) => readDescriptor('manifest', child, references)) ? references : undefined;
}

const IMAGE: ReadonlySet<string> = new Set(['schemaVersion', 'mediaType', 'config', 'layers']);
const INDEX: ReadonlySet<string> = new Set(['schemaVersion', 'mediaType', 'manifests']);
const DESCRIPTOR: ReadonlySet<string> = new Set(['mediaType', 'size', 'digest']);
const CHILD: ReadonlySet<string> = new Set([...DESCRIPTOR, 'platform']);
const PLATFORM: ReadonlySet<string> = new Set(['os', 'architecture', 'variant', 'os.version']);

function readDescriptor(kind: Reference['kind'], value: unknown, into: Reference[]): boolean {
  if (!isObject(value) || !hasOnly(value, kind === 'manifest' ? CHILD : DESCRIPTOR)) return false;
  const { mediaType, size, digest } = value;
  const platform = 'platform' in value ? readPlatform(value['platform']) : '';
  if (typeof mediaType !== 'string' || typeof digest !== 'string') return false;
  if (!Number.isSafeInteger(size) || platform === undefined) return false;
  into.push({
    kind,
    digest,
    bytes: size as number,
    mediaType,
    platform,
    isForeign: false,
    annotations: undefined,
  });
  return true;
}

function readPlatform(value: unknown): string | undefined {
  if (!isObject(value) || !hasOnly(value, PLATFORM)) return undefined;
  if (!Object.values(value).every((part) => typeof part === 'string')) return undefined;
  return [value['os'], value['architecture'], value['variant']].filter(Boolean).join('/');
}

type Members = Record<string, unknown>;

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasOnly(object: Members, names: ReadonlySet<string>): boolean {
  for (const name in object) if (!names.has(name)) return false;
  return true;
}
