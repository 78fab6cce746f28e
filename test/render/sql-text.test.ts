import { describe, expect, it } from 'vitest';
import type { SqlAnswer } from '../../src/answers/sql.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { renderSql } from '../../src/render/text/sql.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function rendered(width: number, answer: Pick<SqlAnswer, 'columns' | 'rows' | 'cutBy'>): string[] {
  const text = renderSql(
    { complete: true, exitCode: 0, truncated: false, ...answer },
    makeStyle(width, false),
  );
  return text.trimEnd().split('\n');
}

describe('rows on a terminal', () => {
  it('are a table, numbers to the right', () => {
    expect(
      rendered(80, {
        columns: ['name', 'n'],
        rows: [
          ['a', 1],
          ['bb', 1000],
          [null, null],
        ],
      }),
    ).toEqual(['  name     n', '  a        1', '  bb    1000', '  NULL  NULL']);
  });

  it('that are too wide have shorter digests, before any text is cut', () => {
    const row = [DIGEST, 123, 'a name of some length'];
    expect(rendered(80, { columns: ['digest', 'bytes', 'name'], rows: [row] })).toEqual([
      '  digest               bytes  name',
      '  sha256:0123456789ab    123  a name of some length',
    ]);
    expect(rendered(200, { columns: ['digest', 'bytes', 'name'], rows: [row] })[1]).toContain(DIGEST);
  });

  it('then text that is cut in the middle, the widest first; numbers are whole', () => {
    const row = [`begin-${'x'.repeat(90)}-end`, 12_345_678_901_234, 'short', DIGEST];
    const lines = rendered(60, { columns: ['long', 'number', 's', 'digest'], rows: [row] });
    expect(lines).toEqual([
      '  long                    number  s      digest',
      '  begin-…xxx-end  12345678901234  short  sha256:0123456789ab',
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('with more columns than fit are a paragraph each, with nothing cut', () => {
    const columns = Array.from({ length: 12 }, (_, at) => `column_${at}`);
    const lines = rendered(80, { columns, rows: [columns.map(() => DIGEST), columns.map((_, at) => at)] });
    expect(lines.slice(0, 2)).toEqual([`   column_0  ${DIGEST}`, `   column_1  ${DIGEST}`]);
    expect(lines.slice(12, 14)).toEqual(['', '   column_0  0']);
  });

  it('spell out what acts on it, in titles too', () => {
    const lines = rendered(80, { columns: ['a\u001b[2J'], rows: [['\u202eb\n']] });
    expect(lines).toEqual(['  a\\x1b[2J', '  \\u202eb\\x0a']);
  });

  it('of which there are more say so', () => {
    expect(rendered(80, { columns: ['a'], rows: [[1]], cutBy: 'limit' }).at(-1)).toBe(
      '  … and more (--limit 0 shows all)',
    );
  });
});
