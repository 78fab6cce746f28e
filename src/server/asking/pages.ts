import { UsageError } from '../../errors.ts';

/** The lists of an answer that go on where a page ends, by question: all those that `limit` cuts. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  report: ['repositories'],
  usage: [
    'repositories',
    'namespaces',
    'tags',
    'kinds',
    'platforms',
    'sources',
    'ages',
    'layers',
    'manifests',
  ],
  orphans: ['blobs'],
  gc: [
    'allAborts',
    'deletionAborts',
    'blobs',
    'manifests',
    'layerLinks',
    'casualties',
    'losses',
    'byRepository',
  ],
  plan: ['keep', 'delete', 'stays', 'byRepository', 'emptied', 'casualties', 'collectionCasualties'],
  ls: ['repositories', 'tags', 'details'],
  duplicates: ['contents', 'churn'],
};

/** True for questions whose lists may be asked for page by page. */
export function hasPages(name: string): boolean {
  return Object.hasOwn(LISTS, name);
}

/**
 * A page of an answer: its lists without the rows that were on the pages before. All its lists go on together.
 * @throws UsageError where its lists are not those of one answer, but of several in one.
 */
export function pageOf(name: string, answer: object, skip: number): object {
  if (skip === 0) return answer;
  const lists = LISTS[name] ?? [];
  const found = Object.entries(answer).filter(([key, value]) => lists.includes(key) && Array.isArray(value));
  if (found.length === 0)
    throw new UsageError(
      "after goes on with one answer's lists, and here are those of several: name a registry or a repository.",
    );
  return { ...answer, ...Object.fromEntries(found.map(([key, rows]) => [key, rows.slice(skip)])) };
}

/** True where a page is followed by another. */
export function hasMore(name: string, answer: object): boolean {
  const { cutOff = {}, ...rest } = answer as Readonly<Record<string, object>>;
  return Object.keys(cutOff).some((key) => LISTS[name]?.includes(key) && Array.isArray(rest[key]));
}
