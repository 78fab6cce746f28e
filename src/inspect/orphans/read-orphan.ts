import { parseDigest } from '../../registry/digest.ts';
import { blobDataPath, MAX_MANIFEST_BYTES } from '../../registry/layout.ts';
import { MAX_CONFIG_BYTES, readImageConfig } from '../../registry/manifest/image-config.ts';
import type { Manifest, Reference } from '../../registry/manifest/manifest.ts';
import { readManifestTexts } from '../../registry/manifest/manifest-texts.ts';
import { isImageConfigType, servedType } from '../../registry/manifest/media-types.ts';
import { type Origin, originOf } from '../../registry/manifest/origin.ts';
import { parseObject, textIn } from '../../registry/manifest/plain-json.ts';
import { couldBeManifest, parseManifest } from '../../registry/manifest/read-manifest.ts';
import { readBlob, type UnreadBlob } from '../../volume/read-blob.ts';
import { errorCode } from '../../volume/system-error.ts';
import type { VolumeFs } from '../../volume/volume-fs.ts';

/** What the bytes of a manifest and of its config say. */
export interface ReadOrphan extends Origin {
  readonly kind: string;
  readonly mediaType: string | null;
  readonly artifactType?: string;
  readonly subject?: string;
  readonly created?: string;
  readonly platform?: string;
  readonly references: readonly Reference[];
}

/** The config of a Helm chart is its Chart.yaml as JSON, and names it. */
const HELM_CONFIG = 'application/vnd.cncf.helm.config.v1+json';

/** Reads a blob as a manifest; undefined where it is none, and why where that cannot be told. */
export function readOrphan(fs: VolumeFs, text: string): ReadOrphan | UnreadBlob | undefined {
  const digest = parseDigest(text);
  if (digest === undefined) return undefined;
  const [algorithm, hex] = digest.split(':') as [string, string];
  try {
    const start = fs.readStart(blobDataPath(algorithm, hex));
    if (start === undefined || !couldBeManifest(start)) return undefined;
  } catch (error) {
    return { code: 'unreadable', detail: errorCode(error) };
  }
  const reading = readBlob(fs, digest, MAX_MANIFEST_BYTES);
  if (!('content' in reading)) return reading;
  const manifest = parseManifest(reading.content);
  return manifest.form === 'unparsable' ? undefined : describe(fs, manifest, reading.content);
}

function describe(fs: VolumeFs, manifest: Manifest, content: Buffer): ReadOrphan {
  const { form, kind, mediaType, artifactType, subject, references } = manifest;
  const { labels = {}, ...said } = readConfig(
    fs,
    references.find((each) => each.kind === 'config'),
  );
  return {
    kind,
    mediaType: servedType(form, mediaType === '' ? null : mediaType) ?? null,
    ...(artifactType !== '' && { artifactType }),
    ...(subject !== '' && { subject }),
    ...said,
    ...(form === 'schema1' && nameInSchema1(content)),
    ...originOf(labels, readManifestTexts(content).annotations),
    references,
  };
}

/** What a config says that is there; what is wrong with it is told where somebody inspects it. */
function readConfig(
  fs: VolumeFs,
  config: Reference | undefined,
): Pick<ReadOrphan, 'created' | 'platform' | keyof Origin> {
  const digest = config === undefined ? undefined : parseDigest(config.digest);
  if (config === undefined || digest === undefined) return {};
  const isImage = isImageConfigType(config.mediaType);
  if (!isImage && config.mediaType !== HELM_CONFIG) return {};
  const reading = readBlob(fs, digest, MAX_CONFIG_BYTES);
  if (!('content' in reading)) return {};
  return isImage ? readImage(reading.content) : nameIn(parseObject(reading.content), 'name', 'version');
}

function readImage(content: Buffer): Pick<ReadOrphan, 'created' | 'platform' | 'labels'> {
  const config = readImageConfig(content);
  if (config === undefined) return {};
  const { history: _, ...said } = config;
  return said;
}

/** Manifests of schema 1 have the name under which they were pushed. */
function nameInSchema1(content: Buffer): Pick<Origin, 'name' | 'version'> {
  return nameIn(parseObject(content), 'name', 'tag');
}

function nameIn(
  object: ReturnType<typeof parseObject>,
  nameKey: string,
  versionKey: string,
): Pick<Origin, 'name' | 'version'> {
  const [name, version] = [textIn(object, nameKey), textIn(object, versionKey)];
  const isShort = (text: string | undefined): text is string => text !== undefined && text.length <= 1024;
  return { ...(isShort(name) && { name }), ...(isShort(version) && { version }) };
}
