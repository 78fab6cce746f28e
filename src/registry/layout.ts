import type { ByteString } from './byte-string.ts';
import { DIGEST_BYTES } from './digest.ts';

/*
 * The registry-v2 tree below the registry's root directory, as distribution writes it (registry/storage/paths.go,
 * the same in 2.0 to 3.1). `<alg>/<hex>` is two directories.
 *
 *   scheduler-state.json                                    pull-through cache only
 *   docker/registry/lockfiles/database-in-use               GitLab only: the metadata live in PostgreSQL
 *   docker/registry/lockfiles/filesystem-in-use             GitLab only: they are on the volume
 *   docker/registry/v2/
 *     blobs/<alg>/<first two of hex>/<hex>/data             every blob: layers, configs and manifests
 *     repositories/<name>/
 *       _layers/<alg>/<hex>/link                            <name> may serve this blob
 *       _manifests/revisions/<alg>/<hex>/link               this manifest exists in <name>
 *       _manifests/tags/<tag>/current/link                  what the tag points to now
 *       _manifests/tags/<tag>/index/<alg>/<hex>/link        every digest it ever pointed to
 *       _uploads/<uuid>/{data,startedat,hashstates/...}     uploads not finished
 *
 * A link file holds a digest and nothing else. All paths here are relative to the root directory.
 */

/** Where the registry keeps everything, relative to its root directory. */
export const V2 = 'docker/registry/v2';
export const BLOBS = `${V2}/blobs`;
export const REPOSITORIES = `${V2}/repositories`;
export const SCHEDULER_STATE = 'scheduler-state.json';
export const GITLAB_LOCKS = 'docker/registry/lockfiles';
export const GITLAB_DATABASE_LOCK = `${GITLAB_LOCKS}/database-in-use`;
export const GITLAB_FILESYSTEM_LOCK = `${GITLAB_LOCKS}/filesystem-in-use`;

/** Manifests beyond this many bytes are refused by the registry (2.x and 3.x, `maxBlobGetSize`). */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;

/** The path of a blob's data. `hex` must have passed `isDigestHex`. */
export function blobDataPath(algorithm: string, hex: string): string {
  return `${BLOBS}/${algorithm}/${hex.slice(0, 2)}/${hex}/data`;
}

export function repositoryPath(name: ByteString): ByteString {
  return `${REPOSITORIES}/${name}`;
}

/** The length of a healthy link to a digest of this algorithm, or undefined where the algorithm is unknown. */
export function linkLength(algorithm: string): number | undefined {
  const bytes = Object.hasOwn(DIGEST_BYTES, algorithm) ? (DIGEST_BYTES[algorithm] as number) : undefined;
  return bytes === undefined ? undefined : algorithm.length + 1 + bytes * 2;
}
