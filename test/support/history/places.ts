const V2 = 'docker/registry/v2';
const REPOSITORY = `^${V2}/repositories/.+`;
const DIGEST = '[^/]+/[^/]+';

/** A blob. */
export const DATA = /^docker\/registry\/v2\/blobs\/sha\d+\/[^/]+\/[^/]+\/data$/;

/** The four kinds of links. */
export const LINKS = {
  revision: new RegExp(`${REPOSITORY}/_manifests/revisions/${DIGEST}/link$`),
  current: new RegExp(`${REPOSITORY}/_manifests/tags/[^/]+/current/link$`),
  history: new RegExp(`${REPOSITORY}/_manifests/tags/[^/]+/index/${DIGEST}/link$`),
  layer: new RegExp(`${REPOSITORY}/_layers/${DIGEST}/link$`),
} as const;

export const LINK_KINDS = Object.keys(LINKS) as Array<keyof typeof LINKS>;

/** Directories, by what an operator calls them. */
export const DIRECTORIES = {
  'blobs/': new RegExp(`^${V2}/blobs$`),
  'blobs/sha256/': new RegExp(`^${V2}/blobs/sha256$`),
  'a prefix': new RegExp(`^${V2}/blobs/[^/]+/[^/]+$`),
  "a blob's directory": new RegExp(`^${V2}/blobs/[^/]+/[^/]+/[^/]+$`),
  'repositories/': new RegExp(`^${V2}/repositories$`),
  '_layers/': new RegExp(`${REPOSITORY}/_layers$`),
  '_uploads/': new RegExp(`${REPOSITORY}/_uploads$`),
  '_manifests/': new RegExp(`${REPOSITORY}/_manifests$`),
  'revisions/': new RegExp(`${REPOSITORY}/_manifests/revisions$`),
  'tags/': new RegExp(`${REPOSITORY}/_manifests/tags$`),
  'a tag': new RegExp(`${REPOSITORY}/_manifests/tags/[^/]+$`),
  'index/': new RegExp(`${REPOSITORY}/_manifests/tags/[^/]+/index$`),
  'current/': new RegExp(`${REPOSITORY}/_manifests/tags/[^/]+/current$`),
  'sha256/ of links': new RegExp(`${REPOSITORY}/(_layers|revisions|index)/sha256$`),
  "a revision's directory": new RegExp(`${REPOSITORY}/_manifests/revisions/${DIGEST}$`),
  "a history entry's directory": new RegExp(`${REPOSITORY}/_manifests/tags/[^/]+/index/${DIGEST}$`),
  "a layer link's directory": new RegExp(`${REPOSITORY}/_layers/${DIGEST}$`),
  'an upload': new RegExp(`${REPOSITORY}/_uploads/[^/]+$`),
} as const;

export const REPOSITORIES = `${V2}/repositories`;

/** Where the blob of a digest lies. */
export function dataPath(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${V2}/blobs/${algorithm}/${hex.slice(0, 2)}/${hex}/data`;
}

/** The digest that the directory of a link, or of a blob, is named for. */
export function digestOfDirectory(file: string): string {
  const parts = file.split('/');
  const isBlob = parts[3] === 'blobs';
  return `${parts.at(isBlob ? -4 : -3)}:${parts.at(-2)}`;
}

/** What a digest is as two directories. */
export function slot(digest: string): string {
  return digest.replace(':', '/');
}

/** The part of a path before `_manifests`, `_layers` or `_uploads`: a repository's directory. */
export function repositoryOf(below: string): string {
  return below.replace(/\/_(manifests|layers|uploads)(\/.*)?$/, '');
}
