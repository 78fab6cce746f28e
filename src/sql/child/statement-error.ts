/** A statement that is wrong, with a sentence for whoever wrote it. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
}
