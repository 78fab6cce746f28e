import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/index.ts';
import { readList } from '../../src/reconcile/list/read-list.ts';
import { WrittenDigest } from '../../src/reconcile/list/written-digest.ts';
import { digestFromBytes } from '../../src/registry/digest.ts';
import { madeDigest } from '../support/made-bytes.ts';

const A = madeDigest('a');
const B = madeDigest('b');
const HEX = A.slice('sha256:'.length);
const LONG = madeDigest('a', 'sha512');
const LONG_HEX = LONG.slice('sha512:'.length);

type Row = readonly [digest: string, line: number, size?: string, status?: string];

/** The rows of a list that comes in pieces of so many bytes. */
async function rowsOf(list: string | Buffer, pieceBytes = 1 << 20): Promise<Row[]> {
  const bytes = Buffer.from(list);
  const rows: Row[] = [];
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  };
  await readList(pieces(), (digest, line, ...rest) => {
    rows.push([digest, line, ...rest.filter((each) => each !== undefined)] as unknown as Row);
  });
  return rows;
}

describe('a digest as databases write it', () => {
  it.each([
    [A, A],
    [A.toUpperCase(), A],
    [HEX, A],
    [HEX.toUpperCase(), A],
    [`\\x01${HEX}`, A],
    [`\\\\x01${HEX}`, A],
    [`01${HEX}`, A],
    [`\\x${HEX}`, A],
    [LONG, LONG],
    [LONG_HEX, LONG],
    [`\\x02${LONG_HEX}`, LONG],
    [`02${LONG_HEX}`, LONG],
    [madeDigest('a', 'sha384'), madeDigest('a', 'sha384')],
  ])('%s is one', (text, digest) => {
    const written = new WrittenDigest();
    expect(written.parse(text)).toBe(true);
    expect(digestFromBytes(written.bytes.subarray(0, written.length))).toBe(digest);
  });

  it.each([
    ['nothing', ''],
    ['a word', 'digest'],
    ['one that is too short', A.slice(0, -1)],
    ['one that is too long', `${A}0`],
    ['what is no hex', `${A.slice(0, -1)}g`],
    ['hex that is none', `${HEX.slice(0, -1)}g`],
    ['the mark of sha512 before a sha256', `\\x02${HEX}`],
    ['a mark that nobody knows', `\\x03${HEX}`],
    ['the length of another algorithm', `sha512:${HEX}`],
    ['another algorithm', `md5:${HEX}`],
    ['a digest and something', `${A} 12`],
  ])('%s is none', (_, text) => {
    expect(new WrittenDigest().parse(text)).toBe(false);
  });
});

describe('a list of lines', () => {
  it.each([1, 3, 71, 72, 73, 1 << 20])('is cut where its lines end, in pieces of %i bytes', async (bytes) => {
    const list = `# from the database\r\n${A}\r\n\n  "${B}"  \nüber\n${HEX}`;
    expect(await rowsOf(list, bytes)).toEqual([
      [A, 2],
      [B, 4],
      ['über', 5],
      [HEX, 6],
    ]);
  });

  it('may begin with the mark of UTF-8, and end with a newline', async () => {
    expect(await rowsOf(`\ufeff${A}\n${B}\n`)).toEqual([
      [A, 1],
      [B, 2],
    ]);
  });

  it('may have a line of any length, of which only the beginning is kept', async () => {
    const rows = await rowsOf(`${'x'.repeat(3_000_000)}\n${A}\n`, 65_536);
    expect(rows.map(([text, line]) => [text.length < 100_000, line])).toEqual([
      [true, 1],
      [true, 2],
    ]);
    expect(rows[1]?.[0]).toBe(A);
  });
});

describe('a list with columns', () => {
  it.each([
    ['commas', `digest,size\n${A},12\n`],
    ['semicolons', `size;digest\n12;${A}\n`],
    ['tabs', `id\tDigest\tsize\n7\t${A}\t12\n`],
    ['what psql prints', `  digest  | size\n ${A} | 12\n`],
    ['quotes and CRLF', `\ufeff"digest","size"\r\n"${A}","12"\r\n`],
    ['comments and blank lines', `# list\n\ndigest,size\n\n# more\n${A},12\n`],
    ['another column with quotes, commas and newlines', `note,digest,size\n"a, ""b""\nc",${A},12\n`],
    ['no names: the digest first, then its size', `${A},12\n`],
  ])('may have %s', async (_, list) => {
    for (const bytes of [7, 1 << 20])
      expect((await rowsOf(list, bytes)).map(([digest, , size]) => [digest, size])).toEqual([[A, '12']]);
  });

  it('may have the status that Harbor gives a blob', async () => {
    const list = `id,digest,size,status\n1,${A},12,none\n2,${B},13,delete\n`;
    expect(await rowsOf(list)).toEqual([
      [A, 2, '12', 'none'],
      [B, 3, '13', 'delete'],
    ]);
  });

  it('may have a single one', async () => {
    expect(await rowsOf(`digest\n${A}\n\n${B}\n`)).toEqual([
      [A, 2],
      [B, 4],
    ]);
  });

  it('has the same rows with quotes as without, wherever the first quote comes', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => [madeDigest(String(at)), String(at)] as const);
    const written = (quotedFrom: number) =>
      rows.map(([digest, size], at) => (at < quotedFrom ? `${digest},${size}` : `"${digest}","${size}"`));
    const plain = await rowsOf(`digest,size\n${written(40).join('\n')}`);
    expect(plain).toEqual(rows.map(([digest, size], at) => [digest, at + 2, size]));
    const pad = `# ${'x'.repeat(65_536)}\n`;
    for (const from of [0, 1, 20, 39])
      for (const bytes of [1, 50, 1 << 20]) {
        const list = `digest,size\n${pad}${written(from).join('\r\n')}\r\n`;
        expect(await rowsOf(list, bytes)).toEqual(
          plain.map(([digest, line, size]) => [digest, line + 1, size]),
        );
      }
  });

  it('may lack columns in a row', async () => {
    expect(await rowsOf(`size,digest\n12\n13,${A},more\n`)).toEqual([
      ['', 2, '12'],
      [A, 3, '13'],
    ]);
  });
});

describe('what is no list', () => {
  it.each([
    ['compressed', Buffer.from([0x1f, 0x8b, 8, 0]), /compressed: unpack it/],
    ['UTF-16', Buffer.from(`\ufeff${A}`, 'utf16le'), /UTF-16: write it as UTF-8/],
    ['no text', Buffer.from('SQLite format 3\0'), /no text: expected one digest a line/],
    ['CSV with a quote that is never closed', `digest,size\n"${A},1\n${`${B},2\n`.repeat(20_000)}`, /no CSV/],
  ])('is refused: %s', async (_, list, message) => {
    const refused = rowsOf(list);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});
