import type { Lever } from '../../levers/lever.ts';
import { countOf } from '../format.ts';

/** Plans: their images go, and then a collection frees more than it would have. */
export const BEYOND_COLLECTION: ReadonlySet<Lever['lever']> = new Set([
  'untagged',
  'keep-last',
  'older-than',
]);

/** What people call something that frees space. */
export function leverName(lever: Lever): string {
  return NAMES[lever.lever](lever);
}

const NAMES: Readonly<Record<Lever['lever'], (lever: Lever) => string>> = {
  collection: () => "the registry's own collection",
  'delete-untagged': () => 'with its --delete-untagged',
  untagged: ({ count }) => countOf(count, 'image without a tag', 'images without a tag'),
  'keep-last': () => 'all but the last 10 of each repository',
  'older-than': () => 'what was not pushed for 90 days',
  uploads: ({ count }) => countOf(count, 'upload that was left', 'uploads that were left'),
  leftovers: ({ count }) => countOf(count, 'file that was left', 'files that were left'),
};
