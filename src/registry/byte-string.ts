/**
 * A name or path as the file system has it, byte for byte: a string with one character (0 to 255) a byte.
 * Names on a volume need not be UTF-8, and decoding a name that is not makes another name of it.
 */
export type ByteString = string;

const BEYOND_ASCII = /[\x80-\xff]/;

/** True of a name that is the same in every encoding. */
export function isAscii(name: ByteString): boolean {
  return !BEYOND_ASCII.test(name);
}

/** The bytes of a text in UTF-8. */
export function toByteString(text: string): ByteString {
  return Buffer.from(text).toString('latin1');
}

/** What Node's `fs` takes for this path: the string itself where that is exact, else its bytes. */
export function toFsPath(path: ByteString): string | Buffer {
  return isAscii(path) ? path : Buffer.from(path, 'latin1');
}

/** The text of a name, or its raw bytes where they are not valid UTF-8. */
export function decodeName(name: ByteString): string | Buffer {
  if (isAscii(name)) return name;
  const bytes = Buffer.from(name, 'latin1');
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : bytes;
}
