/** Addresses of the page's views, behind the `#`: so they work in a file as well as under any path prefix. */
export const address = {
  overview: () => '#/',
  /** Of a repository, or of a namespace, whose name ends in `/`. */
  map: (place = '') => (place === '' ? '#/map' : `#/map/${encodeURIComponent(place)}`),
  repositories: () => '#/repositories',
  repository: (name: string) => `#/repository/${encodeURIComponent(name)}`,
  /** Of a tag or a manifest. */
  image: (repository: string, tagOrDigest: string) =>
    `#/image/${encodeURIComponent(repository)}/${encodeURIComponent(tagOrDigest)}`,
  blob: (digest: string) => `#/blob/${encodeURIComponent(digest)}`,
  orphans: () => '#/unreferenced',
  findings: () => '#/findings',
  collection: () => '#/collection',
  plan: () => '#/plan',
  search: (text: string) => `#/search/${encodeURIComponent(text)}`,
};
