import type { LeftoversAnswer } from '../../answers/leftovers.ts';
import type { Leftover } from '../../leftovers/leftover.ts';
import { escapeText } from '../escape.ts';

const NUL = Buffer.from([0]);

/** Whole paths for other tools: escaped, one a line, or as they are on the disk, each ended by a NUL. */
export function renderPaths(
  { groups, volume }: LeftoversAnswer,
  { isNulEnded }: { readonly isNulEnded: boolean },
): string | Uint8Array {
  const root = Buffer.from(volume === '/' ? '/' : `${volume}/`);
  const paths = groups
    .flatMap(({ items }) => items.rows.flatMap(pathsOf))
    .map((path) => Buffer.concat([root, path]));
  if (isNulEnded) return Buffer.concat(paths.flatMap((path) => [path, NUL]));
  return paths.map((path) => `${escapeText(path.toString())}\n`).join('');
}

/** As they are on the disk, where a name need not be UTF-8. */
function pathsOf({ path, pathBase64, parts }: Leftover): Buffer[] {
  const exact = pathBase64 === undefined ? Buffer.from(path) : Buffer.from(pathBase64, 'base64');
  return parts?.map((part) => Buffer.concat([exact, Buffer.from(`/${part}`)])) ?? [exact];
}
