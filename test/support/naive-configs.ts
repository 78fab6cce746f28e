import { findBlobs, readingOf } from './naive-blobs.ts';
import { asBytewise, contentOf } from './naive-disk.ts';
import { naiveReferences } from './naive-manifest.ts';
import { findRepositories } from './naive-repository.ts';

/** A row of the view `configs`. */
export interface NaiveConfig {
  digest: string;
  created_at: string | null;
  platform: string | null;
  source: string | null;
  revision: string | null;
  fault: string | null;
}

/** A manifest that is an image, with what its config says: undefined where it names none, `absent` where it is not there. */
export interface NaiveImage {
  manifest: string;
  /** Itself and all it refers to. */
  parts: string[];
  config: NaiveConfig | 'absent' | undefined;
}

/** A row of the view `layers`. */
export interface NaiveLayer {
  manifest: string;
  position: number;
  digest: string;
  diff_id: string;
  created_by: string | null;
}

const CONFIGS = [
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
];

/** What the configs of a volume's images say, read once more from its files, slowly and without a line of src/. */
export function naiveConfigs(root: string): {
  configs: NaiveConfig[];
  layers: NaiveLayer[];
  images: NaiveImage[];
  /** Every manifest that names the config of an image, be it an image or not. */
  naming: NaiveImage[];
} {
  const top = `${asBytewise(root)}/docker/registry/v2`;
  const blobs = findBlobs(`${top}/blobs`);
  const repositories = findRepositories(`${top}/repositories`);
  const aliases = repositories.flatMap((repository) => repository.aliases);
  const roots = repositories.flatMap((each) => [...each.tagTargets, ...each.revisionDigests]);
  const configs = new Map<string, NaiveConfig>();
  const layers: NaiveLayer[] = [];
  const images: NaiveImage[] = [];
  const naming: NaiveImage[] = [];
  for (const manifest of readingOf(roots, blobs, aliases).keys()) {
    const file = blobs.get(manifest);
    const bytes = file === undefined ? undefined : contentOf(file.path);
    const references = bytes && naiveReferences(bytes);
    if (bytes === undefined || !references) continue;
    const said = lowerCase(JSON.parse(bytes.toString()));
    const config = lowerCase(said['config']);
    const named = references.blobs[0];
    const isImage = references.manifests.length === 0 && isImageOf(said, config);
    const image: NaiveImage = { manifest, parts: [manifest, ...references.blobs], config: undefined };
    if (isImage) images.push(image);
    if (named === undefined || !CONFIGS.includes(String(config['mediatype']))) continue;
    image.config = 'absent';
    naming.push(image);
    const kept = [named, ...aliases.filter(([name]) => name === named).map(([, stored]) => stored)];
    const [digest] = kept.filter((each) => blobs.has(each));
    if (digest === undefined) continue;
    const content = contentOf(blobs.get(digest)!.path);
    image.config = rowOf(digest, content);
    configs.set(digest, image.config);
    layers.push(...layersOf(manifest, references.blobs.slice(1), content));
  }
  return { configs: [...configs.values()], layers, images, naming };
}

/** True for what is an image to its owner, by its types: an artifact, an attestation and an index are none. */
function isImageOf(said: Record<string, unknown>, config: Record<string, unknown>): boolean {
  if ('manifests' in said && said['manifests'] !== null && !('layers' in said)) return false;
  const layers = (Array.isArray(said['layers']) ? said['layers'] : []).map(
    (each) => lowerCase(each)['mediatype'],
  );
  const areAttestations = layers.length > 0 && layers.every((type) => /in-toto/.test(String(type)));
  const type = text(config['mediatype']);
  return (
    !areAttestations &&
    text(said['artifacttype']) === undefined &&
    (type === undefined || CONFIGS.includes(type))
  );
}

function rowOf(digest: string, content: Buffer): NaiveConfig {
  const said = objectIn(content);
  if (said === undefined)
    return { digest, created_at: null, platform: null, source: null, revision: null, fault: 'not-json' };
  const labels = asObject(asObject(said['config'])['Labels']);
  const time = new Date(text(said['created']) ?? 'none');
  return {
    digest,
    created_at: Number.isNaN(time.getTime()) ? null : `${time.toISOString().slice(0, 19)}Z`,
    platform: ['os', 'architecture', 'variant'].flatMap((part) => text(said[part]) ?? []).join('/') || null,
    source: text(labels['org.opencontainers.image.source']) ?? null,
    revision: text(labels['org.opencontainers.image.revision']) ?? null,
    fault: null,
  };
}

function layersOf(manifest: string, digests: readonly string[], content: Buffer): NaiveLayer[] {
  const said = objectIn(content) ?? {};
  const ids = asObject(said['rootfs'])['diff_ids'];
  const isOne = (id: unknown) => typeof id === 'string' && /^sha256:[0-9a-f]{64}$/.test(id);
  if (!Array.isArray(ids) || ids.length !== digests.length || !ids.every(isOne)) return [];
  const history = Array.isArray(said['history']) ? said['history'] : [];
  const lines =
    history.length === ids.length ? history.map((step) => text(asObject(step)['created_by'])) : [];
  return digests.map((digest, position) => {
    return { manifest, position, digest, diff_id: ids[position], created_by: lines[position] ?? null };
  });
}

function objectIn(content: Buffer): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(content.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function lowerCase(value: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(asObject(value)).map(([key, member]) => [key.toLowerCase(), member]),
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
