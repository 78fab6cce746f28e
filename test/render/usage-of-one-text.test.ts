import { expect, it } from 'vitest';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { renderUsageOfOne } from '../../src/render/text/usage-of-one.ts';

const TOTALS = {
  blobs: 1,
  blobBytes: 1000,
  taggedBytes: 1000,
  untaggedBytes: 0,
  unreferencedBytes: 0,
  uploadBytes: 0,
  otherBytes: 0,
  volumeBytes: 1000,
};
const USAGE = { totals: TOTALS, certainty: { undetermined: false } };
const SHARES = { bytes: 1000, uniqueBytes: 0, sharedBytes: 1000, fairShareBytes: 500 };
const MANIFEST = {
  repository: 'team/\u001b[2Japi',
  digest: `sha256:${'a'.repeat(64)}`,
  kind: 'index',
  modifiedAt: '2026-01-05T08:00:00.000Z',
  ...SHARES,
};
const linesOf = (tags: readonly string[]) =>
  renderUsageOfOne({ ...MANIFEST, tags }, USAGE, makeStyle(80, false)).split('\n');

it('a manifest is told with the first of its tags, within 80 columns and harmless', () => {
  const lines = linesOf(['1', '1.0', '1.0.0', 'a', 'latest', 'main', 'stable']);
  expect(lines.slice(0, 3)).toEqual([
    'team/\\x1b[2Japi',
    `  sha256:${'a'.repeat(64)}`,
    '  tagged 1, 1.0, 1.0.0, a, latest and 2 more',
  ]);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

it('a manifest without tags is told to have none', () => {
  expect(linesOf([])[2]).toBe('  no tag points to it');
});

it('a tag without a digest is told to have none', () => {
  const tag = { ...MANIFEST, tag: '1', digest: null, kind: null };
  const [name, digest] = renderUsageOfOne(tag, USAGE, makeStyle(80, false)).split('\n');
  expect([name, digest]).toEqual([
    'team/\\x1b[2Japi:1',
    "  no digest: its link says none ('stowage check' tells more)",
  ]);
});

it('a tag of a volume of which something is not known is told with what that is', () => {
  const doubt = { code: 'tags-damaged', of: 'untagged', message: 'A link of a tag is damaged.' } as const;
  const text = renderUsageOfOne(
    { ...MANIFEST, tags: [] },
    { totals: TOTALS, certainty: { undetermined: true, caveats: [doubt] } },
    makeStyle(80, false),
  );
  expect(text).toContain('Undetermined');
  expect(text).toContain(doubt.message);
});
