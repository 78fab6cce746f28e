import type { ByteString } from '../registry/byte-string.ts';

/** The path of what a directory lists; that of the root is empty. */
export function joinPath(directory: ByteString, name: ByteString): ByteString {
  return directory === '' ? name : `${directory}/${name}`;
}
