/**
 * Where a registry keeps things, relative to the volume's root. Written down a second time, apart from src/,
 * so that a wrong path there cannot make test and product agree on it.
 */
const V2 = 'docker/registry/v2';

/** The directory all blobs lie under. */
export const BLOBS = `${V2}/blobs`;

/** The directory all repositories lie under. */
export const REPOSITORIES = `${V2}/repositories`;

/** The bytes of a blob. */
export function blobPath(digest: string): string {
  const [algorithm, hex] = halves(digest);
  return `${BLOBS}/${algorithm}/${hex.slice(0, 2)}/${hex}/data`;
}

/** The link that says a manifest exists in a repository. */
export function revisionLinkPath(repository: string, digest: string): string {
  return `${REPOSITORIES}/${repository}/_manifests/revisions/${halves(digest).join('/')}/link`;
}

/** The link that says a repository may serve a blob. */
export function layerLinkPath(repository: string, digest: string): string {
  return `${REPOSITORIES}/${repository}/_layers/${halves(digest).join('/')}/link`;
}

/** The link that says what a tag points to now. */
export function currentLinkPath(repository: string, tag: string): string {
  return `${REPOSITORIES}/${repository}/_manifests/tags/${tag}/current/link`;
}

/** The link that says a tag once pointed to a manifest. */
export function tagHistoryLinkPath(repository: string, tag: string, digest: string): string {
  return `${REPOSITORIES}/${repository}/_manifests/tags/${tag}/index/${halves(digest).join('/')}/link`;
}

/** The directory of one upload in progress. */
export function uploadPath(repository: string, id: string): string {
  return `${REPOSITORIES}/${repository}/_uploads/${id}`;
}

function halves(digest: string): [string, string] {
  const [algorithm, hex, ...rest] = digest.split(':');
  if (!algorithm || !hex || rest.length > 0) throw new TypeError(`not a digest: ${digest}`);
  return [algorithm, hex];
}
