import { pipeline } from 'node:stream/promises';
import { type CsvError, type Info, parse } from 'csv-parse';
import { UsageError } from '../../errors.ts';
import { type CsvForm, formOf, isPassedOver, unquote } from './form.ts';
import { LineSplitter } from './line-splitter.ts';

/** The bytes of a list, in pieces. */
export type ListSource = AsyncIterable<Uint8Array>;

/** A row of a list as it is written; `line` is its number, from 1. */
export type TakeRow = (digest: string, line: number, size?: string, status?: string) => void;

/** By so many bytes it is told how a list is written. */
const BEGINNING_BYTES = 64 * 1024;
/** A row is no longer: else a quote that is never closed would swallow the rest. */
const ROW_BYTES = 1024 * 1024;

/**
 * Reads a list to its end, and gives its rows one by one: it may have any number.
 * @throws UsageError for what is no list
 */
export async function readList(source: ListSource, take: TakeRow): Promise<void> {
  const pieces = source[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let bytes = 0;
  while (bytes < BEGINNING_BYTES) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    first.push(Buffer.from(value));
    bytes += value.length;
  }
  const beginning = Buffer.concat(first);
  const form = formOf(beginning);
  const all = join(beginning, pieces);
  if (form === 'lines') await readLines(all, take);
  else await readCsv(all, form, take);
}

async function* join(beginning: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  yield beginning;
  for (let next = await rest.next(); next.done !== true; next = await rest.next())
    yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
}

async function readLines(pieces: AsyncIterable<Buffer>, take: TakeRow): Promise<void> {
  const splitter = new LineSplitter((line, number) => {
    if (!isPassedOver(line)) take(unquote(line), number);
  });
  for await (const piece of pieces) splitter.write(piece);
  splitter.end();
}

/** Up to the first quote lines are cut at delimiters, which takes a third of the time; from there on a parser does it. */
async function readCsv(pieces: AsyncIterable<Buffer>, form: CsvForm, take: TakeRow): Promise<void> {
  const takeFields = takerOf(form, take);
  const splitter = new LineSplitter((line, number) => {
    if (!isPassedOver(line)) takeFields(line.split(form.delimiter), number);
  });
  const parser = parse({
    bom: true,
    delimiter: form.delimiter,
    record_delimiter: ['\r\n', '\n'],
    comment: '#',
    comment_no_infix: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: ROW_BYTES,
    // Nothing is handed on: a row that is kept as an object costs more than all else.
    on_record: (fields: string[], { lines }: Info) => {
      if (fields.length > 1 || fields[0]?.trim() !== '') takeFields(fields, splitter.count + lines);
      return null;
    },
  });
  try {
    await pipeline(fromFirstQuote(pieces, splitter), parser, async (rows) => {
      for await (const _ of rows);
    });
  } catch (error) {
    if (isCsvError(error)) throw new UsageError(`The list is no CSV that can be read: ${error.message}.`);
    throw error;
  }
}

/** Takes the columns out of a row; the first one may be their names. */
function takerOf(form: CsvForm, take: TakeRow): (fields: readonly string[], line: number) => void {
  let isHeader = form.hasHeader;
  return (fields, line) => {
    const at = (column: number | undefined) => (column === undefined ? undefined : fields[column]?.trim());
    if (isHeader) isHeader = false;
    else take(at(form.digest) ?? '', line, at(form.size), at(form.status));
  };
}

async function* fromFirstQuote(
  pieces: AsyncIterable<Buffer>,
  splitter: LineSplitter,
): AsyncGenerator<Buffer> {
  let isQuoted = false;
  for await (const piece of pieces) {
    if (!isQuoted && piece.includes(QUOTE)) {
      isQuoted = true;
      yield Buffer.concat([splitter.takeRest(), piece]);
    } else if (isQuoted) yield piece;
    else splitter.write(piece);
  }
  splitter.end();
}

const QUOTE = 0x22;

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('CSV_');
}
