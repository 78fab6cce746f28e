import { UsageError } from '../errors.ts';

/** Read no further: nobody writes a longer statement, and stdin may have no end. */
const MOST_BYTES = 1024 * 1024;

/** Reads a statement from stdin. @throws UsageError where there is too much, or what is no text. */
export async function readStatement(): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of process.stdin) {
    pieces.push(piece as Buffer);
    bytes += (piece as Buffer).length;
    if (bytes > MOST_BYTES) throw new UsageError('There is more on stdin than one statement can have.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new UsageError('What came on stdin is no text in UTF-8.');
  }
}
