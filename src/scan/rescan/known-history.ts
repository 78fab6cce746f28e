import type { ByteString } from '../../registry/byte-string.ts';
import type { Entry } from '../../volume/file-stat.ts';
import type { Gatherer } from '../gatherer.ts';

/**
 * What stands in the directory of a tag's history, where links are only looked at and it holds as many directories as
 * there were: if they are all there, there are no others. There are as many such directories as tags, and to list one
 * takes ten times as long as to look at it. Its own stat is in the fingerprint for the files that may lie in it.
 */
export function knownHistory(
  gatherer: Gatherer,
  tag: ByteString,
  path: ByteString,
): readonly Entry[] | undefined {
  const stat = gatherer.look(path, 'bytes');
  if (stat?.kind !== 'directory' || stat.symlink !== undefined) return undefined;
  gatherer.seen.add('history', tag, stat);
  const known = gatherer.rules.onlyLooksAt?.get(tag) ?? [];
  if (known.length === 0 || known.length !== stat.hardLinks - 2) return undefined;
  return known.map((name) => ({ name, kind: 'directory' }));
}
