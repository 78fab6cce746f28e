import { describe, expect, it } from 'vitest';
import { cutList } from '../../src/answers/lists.ts';
import type { OrphansAnswer } from '../../src/answers/orphans.ts';
import type { ReportAnswer } from '../../src/answers/report.ts';
import type { UsageAnswerBy } from '../../src/answers/usage.ts';
import type { VerifyAnswer } from '../../src/answers/verify.ts';
import { finding } from '../../src/check/finding.ts';
import { renderOrphans } from '../../src/render/text/orphans.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { renderReport } from '../../src/render/text/report.ts';
import { renderScan } from '../../src/render/text/scan.ts';
import { renderUsage } from '../../src/render/text/usage.ts';
import { renderVerify } from '../../src/render/text/verify.ts';

const STYLE = makeStyle(80, false);
const DONE = { complete: true, exitCode: 0 };
const SURE = { undetermined: false };
const DIGEST = `sha256:${'a'.repeat(64)}`;
const TOTALS = {
  blobs: 3,
  blobBytes: 3072,
  taggedBytes: 1024,
  untaggedBytes: 1024,
  unreferencedBytes: 1024,
  uploadBytes: 0,
  otherBytes: 0,
  volumeBytes: 3072,
};
const SUMMARY = {
  volume: '/v',
  db: 'x.db',
  scannedAt: '2026-01-05T08:00:00.000Z',
  durationMs: 1500,
  complete: true,
  blobs: 3,
  blobBytes: 3072,
  repositories: 1,
  tags: 1,
  revisions: 2,
  layerLinks: 2,
  uploads: 0,
  problems: 0,
};
const ROW = {
  name: 'team/\u001bapi',
  tags: 1,
  revisions: 2,
  bytes: 2048,
  uniqueBytes: 1024,
  sharedBytes: 1024,
  fairShareBytes: 1536,
  taggedBytes: 1024,
  untaggedBytes: 1024,
  uploadBytes: 0,
};

describe('orphans, as text', () => {
  const answer: OrphansAnswer = {
    ...DONE,
    ...SURE,
    totals: { blobs: 5, bytes: 4096, youngBlobs: 0, youngBytes: 0 },
    blobs: {
      rows: [
        {
          digest: DIGEST,
          bytes: 4096,
          modifiedAt: '2026-01-01T08:00:00.000Z',
          young: false,
          state: 'unreferenced',
          linkedFrom: ['a', 'b', 'c'],
        },
      ],
      count: 5,
      left: 4,
    },
    hasUntagged: false,
    isHalfMissing: false,
    scannedAt: SUMMARY.scannedAt,
  };

  it('are told with their age at the scan, and how many were cut off', () => {
    const text = renderOrphans(answer, STYLE);
    expect(text).toMatch(/^Could be freed {2}4\.0 KiB in 5 blobs\n/);
    expect(text).toMatch(/sha256:a{12} +4\.0 KiB +4d +a and 2 others\n {2}… and 4 more/);
    expect(text).not.toContain('state');
  });

  it('have a state where some are only untagged', () => {
    expect(renderOrphans({ ...answer, hasUntagged: true }, STYLE)).toMatch(/state +linked from(.|\n)*SBOMs/);
  });

  it('have no sum where half of the volume is not there', () => {
    const text = renderOrphans({ ...answer, undetermined: true, isHalfMissing: true }, STYLE);
    expect(text).toContain('undetermined: half of the volume is not there');
    expect(text).not.toContain('in 5 blobs');
  });
});

describe('usage, as text', () => {
  const answer: UsageAnswerBy<'repository'> = {
    ...DONE,
    by: 'repository',
    totals: TOTALS,
    certainty: SURE,
    list: { rows: [ROW], count: 1001, left: 1000 },
  };

  it('is a table, what was cut off, and what the volume is the sum of', () => {
    const text = renderUsage(answer, STYLE);
    expect(text).toMatch(/^ {2}team\/\\x1bapi +1 +2\.0 KiB +1\.0 KiB/m);
    expect(text).toContain('  … and 1,000 more (--limit 0 shows all)\n');
    expect(text).toContain('Volume  3.0 KiB = tagged 1.0 KiB + untagged 1.0 KiB +');
  });

  it('names the namespace of what has none', () => {
    const namespace = { ...ROW, name: '', repositories: 2 };
    const text = renderUsage({ ...answer, by: 'namespace', list: cutList([namespace], 0) }, STYLE);
    expect(text).toMatch(/^ {2}\(none\) +2 +2\.0 KiB/m);
  });
});

describe('usage by age and layer, as text', () => {
  const base = { ...DONE, totals: TOTALS, certainty: SURE };
  const layer = {
    digest: DIGEST,
    bytes: 2048,
    repositories: 3,
    images: 4,
    tags: 5,
    uniqueBytes: 0,
    sharedBytes: 2048,
    savedBytes: 4096,
  };

  it('tells how long ago, and what share of all blobs', () => {
    const sums = { blobs: 2, bytes: 1024, taggedBytes: 0, untaggedBytes: 1024, unreferencedBytes: 0 };
    const rows = [
      { age: '90d-1y' as const, fromDays: 90, toDays: 365, ...sums },
      { age: 'unknown' as const, fromDays: null, toDays: null, ...sums },
    ];
    const text = renderUsage({ ...base, by: 'age', list: cutList(rows, 0) }, STYLE);
    expect(text).toMatch(/^ {2}90 days to 1 year ago +2 +1\.0 KiB +33 % +1\.0 KiB +0 B$/m);
    expect(text).toMatch(/^ {2}nobody knows when +2 /m);
  });

  it('has shared layers and others apart, unless their order was asked for', () => {
    const alone = { ...layer, repositories: 1, savedBytes: 0, uniqueBytes: 2048 };
    const list = cutList([layer], 0);
    const text = renderUsage(
      { ...base, by: 'layer', list, alone: { rows: [alone], count: 1001, left: 1000 } },
      STYLE,
    );
    expect(text).toMatch(
      /^In several repositories: 1 layer\n {2}layer +bytes +images +tags +repositories +saved\n/,
    );
    expect(text).toMatch(
      /^ {2}sha256:a{12} +2\.0 KiB +4 +5 +3 +4\.0 KiB\n\nIn one repository: 1,001 layers\n/m,
    );
    expect(text).toMatch(/^ {2}layer +bytes +images +tags\n.* 5\n {2}… and 1,000 more /m);
    const one = renderUsage({ ...base, by: 'layer', list: cutList([layer, alone], 0) }, STYLE);
    expect(one).toMatch(/^ {2}layer .*\n.* 4\.0 KiB\n.* -\n\nVolume/);
  });

  it('has no table of no layers', () => {
    const none = cutList<typeof layer>([], 0);
    const text = renderUsage({ ...base, by: 'layer', list: none, alone: none }, STYLE);
    expect(text).toMatch(/^In several repositories: 0 layers\n\nIn one repository: 0 layers\n\nVolume/);
  });

  it('tells what matching repositories take together', () => {
    const { name: _, ...sums } = ROW;
    const matched = { ...sums, repositories: 12 };
    const text = renderUsage(
      { ...base, by: 'repository', list: cutList([ROW], 0), matched },
      makeStyle(200, false),
    );
    expect(text).toContain(
      '\nMatching  12 repositories with 1 tag: 2.0 KiB, only here 1.0 KiB, untagged 1.0 KiB, uploads 0 B\nVolume  ',
    );
  });
});

describe('a verification, as text', () => {
  const none = cutList<never>([], 0);
  const answer: VerifyAnswer = {
    ...DONE,
    verified: 3,
    bytes: 3072,
    skipped: 0,
    mismatches: none,
    transient: none,
    missing: none,
    unreadable: none,
    interrupted: false,
    durationMs: 3000,
    bytesPerSecond: 1024,
  };

  it('says how much was read, and that all is sound', () => {
    expect(renderVerify(answer, STYLE)).toBe(
      'Verified  3.0 KiB in 3 blobs, in 3.0 s, 1.0 KiB/s\n  each is what its digest says\n',
    );
  });

  it('names what is not, with the tags that break', () => {
    const mismatch = { digest: DIGEST, path: 'p', bytes: 1024, actual: 'sha256:b', tags: ['a:1', 'a:2'] };
    const text = renderVerify({ ...answer, mismatches: { rows: [mismatch], count: 3, left: 2 } }, STYLE);
    expect(text).toMatch(/^3 blobs are not what their digests say:\n {2}p \(1\.0 KiB\)\n/);
    expect(text).toContain('    breaks a:1, a:2\n  … and 2 more');
    expect(text).not.toContain('each is what');
  });
});

describe('a scan, as text', () => {
  it('is told in a few lines, and what it could not read', () => {
    const text = renderScan({ ...DONE, summary: SUMMARY, certainty: SURE }, STYLE);
    expect(text).toMatch(/^Scanned \/v in 1\.5 s\n {2}3\.0 KiB in 3 blobs\n {2}1 repository, 1 tag, 2 rev/);
    const partial = { ...SUMMARY, complete: false, problems: 2 };
    const incomplete = renderScan({ ...DONE, summary: partial, certainty: SURE }, STYLE);
    expect(incomplete).toMatch(/2 problems(.|\n)*Not complete: /);
  });
});

describe('a report, as text', () => {
  const amount = { count: 0, bytes: 0 };
  const overview: ReportAnswer['overview'] = {
    scan: SUMMARY,
    totals: TOTALS,
    allocatedBytes: 4096,
    reclaimable: {
      ...SURE,
      unreferenced: { count: 1, bytes: 1024 },
      young: amount,
      untagged: amount,
      staleUploads: amount,
    },
    problems: [],
    missing: { blobs: 0 },
    isCache: false,
  };
  const example = finding('blob-empty', { path: 'p' }, 'Gone.');
  const kind = { id: 'blob-empty', severity: 'corruption', count: 2, example } as const;
  const answer: ReportAnswer = {
    ...DONE,
    overview,
    repositories: cutList([ROW], 10),
    areLargest: true,
    reclaimableBytes: 1536,
    isHalfMissing: false,
    levers: [],
    findings: [kind],
    damage: { rows: [kind], count: 3, left: 2 },
    notesCount: 1,
    alarms: [],
  };

  it('has the headline that the answer has', () => {
    expect(renderReport(answer, STYLE)).toContain('What could go  up to 1.5 KiB, 50 % of the volume\n');
  });

  it('says what would free how much, never without what that breaks beside it', () => {
    const lever = { families: ['2.7-2.8'], count: 2, bytes: 2048, breaksTags: 0 } as const;
    const levers: ReportAnswer['levers'] = [
      { ...lever, lever: 'delete-untagged', breaksTags: 3, command: 'stowage gc --delete-untagged' },
      {
        ...lever,
        lever: 'collection',
        aborts: { code: 'revision-link-empty', reason: 'empty', path: 'a/\u001blink', hint: 'mend it' },
        undetermined: true,
        command: 'stowage gc',
      },
      { ...lever, lever: 'untagged', families: ['2.7-2.8', '3.x'], command: 'stowage plan --untagged-only' },
    ];
    expect(renderReport({ ...answer, levers }, STYLE)).toContain(`
What would free how much
     2.0 KiB  with its --delete-untagged on 2.7-2.8     stowage gc --delete-untagged
              it breaks 3 tags
     2.0 KiB  the registry's own collection on 2.7-2.8  stowage gc
              it aborts on a/\\x1blink
              undetermined: what goes may be in use
  and beyond what a collection frees as it is, each by itself
     2.0 KiB  2 images without a tag                    stowage plan --untagged-only
`);
  });

  it('names the gravest kinds of findings, and counts the others', () => {
    const text = renderReport(answer, STYLE);
    expect(text).toMatch(/^ {2}blob-empty +corruption +2 +p$/m);
    expect(text).toContain('  and 2 more kinds of finding and 1 kind of note\n');
  });

  it('is of the largest repositories only where there are some', () => {
    expect(renderReport(answer, STYLE)).toContain('Largest repositories');
    const empty = { ...answer, repositories: cutList<typeof ROW>([], 10) };
    expect(renderReport(empty, STYLE)).not.toContain('Largest repositories');
  });
});
