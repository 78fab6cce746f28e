import { describe, expect, it } from 'vitest';
import { groupFindings } from '../../src/answers/check.ts';
import { type Finding, finding } from '../../src/check/finding.ts';
import { renderCheck } from '../../src/render/text/check.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';

const STYLE = makeStyle(80, false);

function render(
  findings: readonly Finding[],
  { limit = 3, complete = true }: { limit?: number; complete?: boolean } = {},
): string {
  const totals = { corruption: findings.length, warning: 0, info: 0 };
  return renderCheck({ groups: groupFindings(findings, { limit }), totals, complete, exitCode: 0 }, STYLE);
}

describe('check, as text', () => {
  it('gives a kind of finding once, with its hint and the first of its places', () => {
    const found = ['a', 'b', 'c', 'd'].map((path) =>
      finding('stray', { path }, 'Nothing that belongs here.'),
    );
    const text = render(found);
    expect(text.match(/Nothing to do/g)).toHaveLength(1);
    expect(text).toContain('info  stray  4\n');
    expect(text).toContain('  c\n');
    expect(text).not.toContain('  d\n');
    expect(text).toContain('  … and 1 more (--limit 0 shows all)\n');
    expect(render(found, { limit: 0 })).toContain('  d\n');
  });

  it('names a tag once, and says what else is damaged', () => {
    const found = finding('blob-empty', { path: 'p' }, 'Gone.', { affects: ['a:4', 'a:3', 'a:2', 'a:1'] });
    expect(render([found])).toContain('  p\n    Gone. Damages a:1, a:2, a:3 and 1 more tag.\n');
    const tagged = finding('index-broken', { repository: 'a', tag: '1' }, 'Gone.', { affects: ['a:1'] });
    expect(render([tagged])).toContain('  a:1\n    Gone.\n');
  });

  it('says what is only suspected, and that a scan was not complete', () => {
    const found = finding('tag-dangling', { path: 'p' }, 'Gone.', { confidence: 'suspected' });
    expect(render([found], { complete: false })).toMatch(/Gone\. \(suspected\)(.|\n)*Not complete/);
  });

  it('says that nothing is wrong', () => {
    expect(render([])).toBe('Nothing is wrong.\n');
  });

  it('lets nothing through that acts on a terminal', () => {
    const text = render([finding('stray', { path: 'a\u001b[2Jb\n' }, 'x\u0007')]);
    expect(text).toContain('a\\x1b[2Jb\\x0a');
    expect(text).toContain('x\\x07');
  });
});
