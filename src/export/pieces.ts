/** In characters: large enough that writing it costs little, small enough that many such do not fill the memory. */
const PIECE_LENGTH = 64 * 1024;

/** Puts short texts together to pieces of about 64 KiB, which are written at once. */
export function* joinPieces(texts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length >= PIECE_LENGTH) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}
