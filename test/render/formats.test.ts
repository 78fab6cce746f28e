import { describe, expect, it } from 'vitest';
import { checkQuestion } from '../../src/answers/check.ts';
import { lsQuestion } from '../../src/answers/ls.ts';
import { finding } from '../../src/check/finding.ts';
import { formatsOf, loadRendering } from '../../src/render/formats.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';

const STYLE = makeStyle(80, false);
const names = ['b\u001b', 'a'];
const LISTED = { complete: true, exitCode: 0, names, listed: { repositories: names } };

describe('formats', () => {
  it('are text and JSON, and one object a line where an answer is one list', () => {
    expect(formatsOf(lsQuestion)).toEqual(['text', 'json']);
    expect(formatsOf(checkQuestion)).toEqual(['text', 'json', 'ndjson']);
  });

  it('give the same answer to people and to programs, with nothing in it that acts on a terminal', async () => {
    const text = (await loadRendering('text', lsQuestion))(LISTED, STYLE);
    expect(text).toBe('b\\x1b\na\n');
    const json = String((await loadRendering('json', lsQuestion))(LISTED, STYLE));
    expect(json).not.toContain('\u001b');
    expect(JSON.parse(json)).toEqual({ schema: 'stowage.ls/1', repositories: names });
  });

  it('print each finding on a line of its own', async () => {
    const found = ['p', 'q'].map((path) => finding('stray', { path }, 'Stray.'));
    const groups = [
      {
        id: 'stray',
        severity: 'info',
        hint: 'Nothing.',
        findings: { rows: found, count: 2, left: 0 },
      } as const,
    ];
    const totals = { corruption: 0, warning: 0, info: 2 };
    const answer = { complete: true, exitCode: 0, groups, totals };
    const text = String((await loadRendering('ndjson', checkQuestion))(answer, STYLE));
    expect(text.split('\n').map((line) => (line === '' ? line : JSON.parse(line)))).toEqual([...found, '']);
  });
});
