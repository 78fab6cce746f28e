import { statSync } from 'node:fs';

/**
 * What tells one published file from the next under the same name, without reading it: another inode, length or time of
 * its content. Undefined where there is none, or none that can be looked at.
 */
export function fileStamp(path: string): string | undefined {
  try {
    const { dev, ino, size, mtimeNs } = statSync(path, { bigint: true });
    return `${dev}-${ino}-${size}-${mtimeNs}`;
  } catch {
    return undefined;
  }
}
