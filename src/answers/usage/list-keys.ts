/** What the one list is called in JSON, by what is added up. */
export const LISTS = {
  repository: 'repositories',
  namespace: 'namespaces',
  tag: 'tags',
  kind: 'kinds',
  platform: 'platforms',
  source: 'sources',
  age: 'ages',
  layer: 'layers',
  manifest: 'manifests',
} as const;
