import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { type Column, renderTable } from '../../src/render/text/parts/table.ts';
import { renderTrust } from '../../src/render/text/parts/warnings.ts';
import { wrapParts } from '../../src/render/text/parts/wrap.ts';

interface Fruit {
  readonly name: string;
  readonly weight: string;
}

const COLUMNS: ReadonlyArray<Column<Fruit>> = [
  { title: 'fruit', value: ({ name }) => name, align: 'left', isFlexible: true },
  { title: 'weight', value: ({ weight }) => weight },
  { title: 'again', value: ({ weight }) => weight, isOptional: true },
];
const plain = (width: number) => makeStyle(width, false);
const render = (rows: readonly Fruit[], width = 200) => renderTable(rows, COLUMNS, plain(width)).split('\n');

describe('a table', () => {
  it('has its titles above, names to the left and numbers to the right', () => {
    const rows = [
      { name: 'apple', weight: '150' },
      { name: 'watermelon', weight: '9,000' },
    ];
    expect(render(rows)).toEqual([
      '  fruit       weight  again',
      '  apple          150    150',
      '  watermelon   9,000  9,000',
    ]);
  });

  it('has its titles even without rows', () => {
    expect(render([])).toEqual(['  fruit  weight  again']);
  });

  it('spells out what a cell would do to the terminal', () => {
    expect(render([{ name: 'a\u001b[2J\nb', weight: '1' }])).toEqual([
      '  fruit          weight  again',
      '  a\\x1b[2J\\x0ab       1      1',
    ]);
  });

  it('leaves out an optional column where names would be cut to less than 30 characters', () => {
    const rows = [{ name: 'a name of thirty-two characters.', weight: '1' }];
    expect(render(rows, 49)).toEqual([
      `  fruit${' '.repeat(29)}weight  again`,
      '  a name of thirty-two characters.       1      1',
    ]);
    expect(render(rows, 46)).toEqual([
      `  fruit${' '.repeat(29)}weight`,
      '  a name of thirty-two characters.       1',
    ]);
  });

  it('cuts names in the middle, and no line is wider than the terminal', () => {
    const rows = [{ name: `team/${'x'.repeat(100)}/a`, weight: '1' }];
    for (const width of [47, 60, 80]) {
      const lines = render(rows, width);
      expect(lines[1]).toMatch(/^ {2}team\/x+…x+\/a( +1){1,2}$/);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('cuts wide characters by the columns that they take', () => {
    const rows = [{ name: `${'倉庫'.repeat(40)}/a`, weight: '1' }];
    for (const width of [47, 60, 80]) {
      const lines = render(rows, width);
      expect(lines[1]).toMatch(/^ {2}[倉庫]+…[倉庫]+\/a( +1){1,2}$/u);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it('keeps names apart that differ at their ends alone', () => {
    const rows = ['api', 'web'].map((end) => ({ name: `team/${'x'.repeat(200)}/${end}`, weight: '1' }));
    const [, first, second] = render(rows, 60);
    expect(first).not.toBe(second);
  });

  it('cuts no name to nothing on the narrowest terminal', () => {
    expect(render([{ name: 'x'.repeat(100), weight: '1' }], 5)[1]).toMatch(/x{14}…x{15}/);
  });
});

describe('parts on lines', () => {
  const start = { text: 'Volume  ', width: 8 };
  const parts = ['one', 'two', 'three'];

  it('go on one where they fit', () => {
    expect(wrapParts(start, parts, ' · ', 80)).toEqual(['Volume  one · two · three']);
  });

  it('go on several where they do not, indented below the first', () => {
    expect(wrapParts(start, parts, ' · ', 17)).toEqual(['Volume  one · two', '        three']);
  });

  it('are not broken, however narrow the terminal', () => {
    expect(wrapParts(start, parts, ' · ', 1)).toEqual(['Volume  one', '        two', '        three']);
  });
});

describe('a style', () => {
  it('paints nothing without colours', () => {
    const { heading, dim, warning } = plain(80);
    expect([heading('a'), dim('b'), warning('c')]).toEqual(['a', 'b', 'c']);
  });

  it('paints with colours, whether or not this is a terminal', () => {
    const { heading, dim, warning } = makeStyle(80, true);
    expect([heading('a'), dim('b'), warning('c')]).toEqual([
      '\u001b[1ma\u001b[22m',
      '\u001b[2mb\u001b[22m',
      '\u001b[33mc\u001b[39m',
    ]);
  });
});

describe('what is said of trust', () => {
  it('is nothing where all could be read', () => {
    expect(renderTrust({ complete: true, undetermined: false }, plain(200))).toEqual([]);
  });

  it('is that something could not be read, and that nothing should be deleted', () => {
    expect(renderTrust({ complete: false, undetermined: true }, plain(200))).toEqual([
      expect.stringMatching(/^Not complete: /),
      expect.stringMatching(/^Undetermined: .*Delete nothing/),
    ]);
  });
});

it('of many rows is laid out as one of few', () => {
  const names = Array.from({ length: 450 }, (_, at) =>
    at === 300 ? '中文 🚀 and a long name' : `name ${at}`,
  );
  const columns = [
    { title: 'name', value: (name: string) => name, align: 'left' as const, isFlexible: true },
    { title: 'length', value: ({ length }: string) => String(length) },
  ];
  const [head, ...lines] = renderTable(names, columns, makeStyle(80, false)).split('\n');
  const few = renderTable(names.slice(300, 301), columns, makeStyle(80, false)).split('\n');
  expect([head, lines[300]]).toEqual(few);
  expect(lines).toHaveLength(450);
  expect(new Set(lines.map((line) => stringWidth(line)))).toEqual(new Set([stringWidth(head ?? '')]));
});
