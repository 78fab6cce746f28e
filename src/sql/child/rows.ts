import type { Database, Statement } from '../../inventory/format/sqlite.ts';
import type { Cell, CutBy, Query, Reply, Row } from '../messages.ts';
import { StatementError } from './statement-error.ts';

/** How much of an answer is sent at once: little enough to be held twice, and enough that sending costs little. */
const ROWS_AT_ONCE = 1000;
const BYTES_AT_ONCE = 64 * 1024;

/**
 * Runs a statement, and gives its answer piece by piece: no more of it is made than is asked for.
 * @throws StatementError for one that writes, and SQLite's errors for one that is wrong.
 */
export function* answerTo(database: Database, { statement, parameters, limits }: Query): Generator<Reply> {
  const prepared = database.prepare(statement) as Statement<unknown[], Cell[]>;
  // ATTACH calls itself readonly, but gives no rows; DELETE ... RETURNING gives rows.
  if (!prepared.reader || !prepared.readonly)
    throw new StatementError('Only what reads is answered: this statement does not, or not only.');
  yield { columns: prepared.columns().map(({ name }) => name) };
  const rows = prepared.raw().safeIntegers(true).iterate(bound(parameters));
  yield* inPieces(rows, limits);
}

/** The driver makes a REAL of every number, and 1.0 / 2 is not 1 / 2. */
function bound(parameters: Query['parameters']): Query['parameters'] {
  const values = Object.entries(parameters).map(
    ([name, value]) => [name, Number.isSafeInteger(value) ? BigInt(value as number) : value] as const,
  );
  return Object.fromEntries(values);
}

function* inPieces(rows: Iterable<Cell[]>, limits: Query['limits']): Generator<Reply> {
  let [count, bytes, piece, pieceBytes] = [0, 0, [] as Row[], 0];
  let cutBy: CutBy | undefined;
  for (const row of rows) {
    const size = prepareRow(row);
    count++;
    bytes += size;
    if (limits.rows > 0 && count > limits.rows) cutBy = 'limit';
    else if (limits.bytes > 0 && bytes > limits.bytes) cutBy = 'max-bytes';
    if (cutBy !== undefined) break;
    piece.push(row);
    pieceBytes += size;
    if (piece.length < ROWS_AT_ONCE && pieceBytes < BYTES_AT_ONCE) continue;
    yield { rows: piece };
    [piece, pieceBytes] = [[], 0];
  }
  if (piece.length > 0) yield { rows: piece };
  yield { end: cutBy === undefined ? {} : { cutBy } };
}

/** Makes numbers of what fits into one, and tells how many bytes the row has. */
function prepareRow(row: Cell[]): number {
  let bytes = 0;
  for (const [at, cell] of row.entries()) {
    if (typeof cell === 'bigint') {
      const number = Number(cell);
      if (Number.isSafeInteger(number)) row[at] = number;
      bytes += 8;
    } else if (typeof cell === 'string') bytes += cell.length;
    else bytes += cell instanceof Uint8Array ? cell.length : 8;
  }
  return bytes;
}
