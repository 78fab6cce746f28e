import { describe, expect, it } from 'vitest';
import { cutList } from '../../src/answers/lists.ts';
import type { FreeingAnswer, WhereOne } from '../../src/answers/where.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { renderWhere } from '../../src/render/text/where.ts';

const [NARROW, WIDE] = [makeStyle(80, false), makeStyle(200, false)];
const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const FREEING: FreeingAnswer = {
  families: ['2.7-2.8', '3.x'],
  by: 'collection',
  delete: cutList([], 0),
  repositories: 0,
  tags: 0,
  obstacles: [],
  frees: { blobs: 1, bytes: 2048 },
  aborts: null,
};
const DELETION: FreeingAnswer = {
  ...FREEING,
  by: 'deletion',
  delete: cutList(
    [{ repository: 'team/\u001bapp', digest: OTHER, tags: ['1', '2', '3'], reason: 'holds' }],
    0,
  ),
  repositories: 1,
  tags: 3,
  frees: { blobs: 4, bytes: 4096 },
};
const HOLDER = {
  repository: 'team/app',
  tags: [],
  revisions: [OTHER],
  layerLink: false,
  direct: { tags: [], revision: false },
  history: [],
};
const ANSWER: WhereOne = {
  complete: true,
  exitCode: 0,
  identity: {
    digest: DIGEST,
    bytes: 2048,
    state: 'untagged',
    kind: 'layer',
    mediaType: 'text/x',
    modifiedAt: '2026-01-01T08:00:00.000Z',
    young: false,
  },
  holders: cutList([], 0),
  namedBy: cutList([], 0),
  attached: cutList([], 0),
  subjects: [],
  toFree: [FREEING],
  certainty: { undetermined: false },
  scannedAt: '2026-01-05T08:00:00.000Z',
};

describe('where, as text', () => {
  it('says what it is, and that nobody has it', () => {
    expect(renderWhere(ANSWER, NARROW)).toBe(
      [
        DIGEST,
        '  layer, 2.0 KiB, untagged, written 4d before the scan',
        '  text/x',
        '',
        'No repository has it: no tag, no revision, no layer link.',
        '',
        'To free it  delete nothing: a collection takes it',
        '  that frees 2.0 KiB in 1 blob',
        '',
      ].join('\n'),
    );
  });

  it('says what else it is named, and what it is attached to', () => {
    const identity = {
      ...ANSWER.identity,
      young: true,
      otherNames: ['sha512:c'],
      sameFileAs: [OTHER],
      namedElsewhere: true as const,
    };
    const text = renderWhere({ ...ANSWER, identity, subjects: ['sha256:d'] }, NARROW);
    for (const line of [
      'younger than 24 hours: perhaps a push in flight',
      'also named sha512:c',
      'attached to sha256:d',
      `the same file as ${OTHER}`,
      '1 blob has another name elsewhere: removing it frees nothing.',
    ])
      expect(text).toContain(`\n  ${line}\n`);
  });

  it('names a digest that is not there, and escapes what stands in the place of one', () => {
    const identity = {
      ...ANSWER.identity,
      digest: 'no\u001b[2J',
      bytes: null,
      modifiedAt: null,
      mediaType: null,
    };
    const missing = { ...ANSWER, toFree: [], holders: cutList([HOLDER], 0) };
    const text = renderWhere({ ...missing, identity: { ...identity, state: 'missing' } }, NARROW);
    expect(text).toMatch(/^no\\x1b\[2J\n {2}layer, missing: no such blob is there \('stowage check' says/);
    expect(text).toContain('\nNamed in 1 repository\n');
    expect(text).not.toContain('To free it');
    const other = { ...identity, state: 'other-name' as const, storedAs: [OTHER] };
    expect(renderWhere({ ...missing, identity: other }, NARROW)).toMatch(
      /layer, kept under another name\n {2}another name of sha256:b{64}\n/,
    );
  });

  it('tells tags that lead to it, and those that once did', () => {
    const former = { tag: 'latest', digest: OTHER, modifiedAt: '2026-01-01T08:00:00.000Z' };
    const holders = [
      { ...HOLDER, tags: ['1', '2', '3'], layerLink: true },
      { ...HOLDER, repository: 'b', history: [former, former] },
      { ...HOLDER, repository: 'c' },
    ];
    const text = renderWhere({ ...ANSWER, holders: cutList(holders, 0) }, NARROW);
    expect(text).toMatch(/^ {2}repository +tags that lead to it +revisions +layer link$/m);
    expect(text).toMatch(/^ {2}team\/app +1, 2 and 1 other +1 +yes$/m);
    expect(text).toMatch(/^ {2}b +once latest +1 +-$/m);
    expect(text).toMatch(/^ {2}c +- +1 +-$/m);
  });

  it('tells how a repository has a manifest itself', () => {
    const holders = [
      { ...HOLDER, tags: ['1'], direct: { tags: ['1'], revision: true } },
      { ...HOLDER, repository: 'b', direct: { tags: [], revision: true } },
      { ...HOLDER, repository: 'c', tags: ['all'] },
    ];
    const text = renderWhere({ ...ANSWER, holders: cutList(holders, 2) }, NARROW);
    expect(text).toMatch(/^ {2}team\/app +1 +1 +tagged +-$/m);
    expect(text).toMatch(/^ {2}b +- +1 +revision +-$/m);
    expect(text).toContain('In 3 repositories\n');
    expect(text).toContain('  … and 1 more (--limit 0 shows all)\n');
  });

  it.each([
    ['Manifests that stand on it', ['layer']],
    ['Indexes that list it', ['manifest']],
    ['Manifests that name it', ['config', 'layer']],
  ])('%s', (title, as) => {
    const namedBy = [
      { digest: OTHER, kind: 'image', as, repositories: ['a'], tags: [] },
      { digest: OTHER, kind: null, as, repositories: [], tags: [] },
      { digest: OTHER, kind: 'image', as, repositories: ['a'], tags: ['a:1', 'a:2', 'b:1'] },
    ];
    const text = renderWhere({ ...ANSWER, namedBy: cutList(namedBy, 0) }, NARROW);
    expect(text).toContain(`${title}: 3\n`);
    expect(text).toMatch(/^ {2}sha256:b{12} +image +[a-z, ]+ +none; in a$/m);
    expect(text).toMatch(/^ {2}sha256:b{12} +- +[a-z, ]+ +-$/m);
    expect(text).toMatch(/ a:1, a:2 and 1 other$/m);
  });

  it('tells what is attached to it', () => {
    const attached = [
      { digest: OTHER, kind: 'sbom' },
      { digest: OTHER, kind: null, tag: `a:sha256-${'a'.repeat(64)}.sig` },
    ];
    const text = renderWhere({ ...ANSWER, attached: cutList(attached, 0) }, NARROW);
    expect(text).toMatch(/Attached to it: 2\n(.*\n) {2}sha256:b{12} +sbom +its subject\n/);
    expect(text).toMatch(/^ {2}sha256:b{12} +- +a:sha256-a+…a+\.sig$/m);
  });
});

describe('what frees it, as text', () => {
  const freeing = (
    toFree: readonly FreeingAnswer[],
    style = NARROW,
    state: 'tagged' | 'untagged' = 'untagged',
  ) => {
    const text = renderWhere({ ...ANSWER, toFree, identity: { ...ANSWER.identity, state } }, style);
    return text.slice(text.indexOf('To free it'));
  };

  it('is what to delete, with the whole digest where there is room', () => {
    expect(freeing([DELETION])).toBe(
      [
        'To free it  delete 1 manifest with 3 tags in 1 repository, and collect',
        '  that frees 4.0 KiB in 4 blobs',
        '  delete, in this order             tags that go',
        `  team/\\x1bapp@sha256:${'b'.repeat(12)}  1, 2 and 1 other`,
        '',
      ].join('\n'),
    );
    expect(freeing([DELETION], WIDE)).toContain(`  team/\\x1bapp@${OTHER}  1, 2 and 1 other\n`);
  });

  it('says why, where not all of it holds the blob', () => {
    const rows = [
      { repository: 'a', digest: OTHER, tags: [], reason: 'lists' as const },
      { repository: 'a', digest: DIGEST, tags: [], reason: 'holds' as const },
    ];
    const text = freeing([{ ...DELETION, delete: cutList(rows, 0) }]);
    expect(text).toMatch(/@sha256:b{12} +- +lists one of these\n.*@sha256:a{12} +- +holds it\n/);
  });

  it('is told for each family where they differ', () => {
    const text = freeing([
      { ...FREEING, families: ['2.7-2.8'] },
      { ...DELETION, families: ['3.x'] },
    ]);
    expect(text).toMatch(
      /^To free it in registry 2\.7-2\.8 {2}delete nothing.*\n.*\n\nTo free it in registry 3\.x {2}delete 1/,
    );
  });

  it('warns where a collection takes what tags lead to', () => {
    const warning =
      '  Tags lead to it, and would lose it: mend them before any collection (stowage check says how).\n';
    expect(freeing([FREEING], NARROW, 'tagged')).toContain(warning);
    expect(freeing([FREEING])).not.toContain(warning);
    expect(freeing([DELETION], NARROW, 'tagged')).not.toContain(warning);
  });

  it.each([
    [{ code: 'stray-link', path: 'a/\u001blink' }, 'a/\\x1blink holds it, where no registry looks'],
    [{ code: 'cache' }, 'A pull-through cache answers 405 to deletes'],
    [{ code: 'metadata-elsewhere', path: 'x/lock' }, 'x/lock says that GitLab keeps'],
    [{ code: 'unknown' }, 'What holds it was not found'],
  ] as const)('says what is in the way: %j', (obstacle, said) => {
    const byHand = { ...DELETION, by: 'hand' as const, obstacles: [obstacle], frees: null };
    const text = freeing([byHand]);
    expect(text).toContain(`To free it  no call of the API is enough\n  ${said}`);
    expect(text).toContain('  besides, delete ');
    expect(text).not.toContain('that frees');
  });

  it('says what ends the collection', () => {
    const aborts = {
      code: 'link-misplaced',
      reason: 'no \u001b',
      path: 'p',
      hint: 'Move it.',
    } as const;
    expect(freeing([{ ...FREEING, aborts }])).toContain(
      '  But the collection would abort, and delete nothing:\n    p: no \\x1b\n      Move it.\n',
    );
  });

  it('is not to be believed where it is undetermined', () => {
    const certainty = {
      undetermined: true,
      caveats: [{ code: 'half-missing', of: 'all', message: 'Gone.' }],
    } as const;
    const text = renderWhere({ ...ANSWER, certainty }, NARROW);
    expect(text).toContain('Delete nothing on this.\n  Gone.\n');
    // Where it says what to delete as well: nobody reads on to the end of a list of calls.
    expect(text).toContain(
      'in 1 blob\n  Undetermined: what was not read may hold it too, or be broken by this.\n',
    );
    expect(renderWhere(ANSWER, NARROW)).not.toContain('Undetermined');
  });

  it('does not say of a manifest that does not parse that nothing names it', () => {
    const identity = { ...ANSWER.identity, kind: 'unknown', state: 'tagged' as const };
    const holder = { ...HOLDER, direct: { tags: ['1'], revision: true } };
    const text = renderWhere({ ...ANSWER, identity, holders: cutList([holder], 0) }, NARROW);
    expect(text).toContain('  a manifest of no known kind, 2.0 KiB, tagged, ');
    expect(text).toContain('To free it  beware: a collection takes it though it is tagged\n');
    expect(text).not.toContain('delete nothing');
    expect(renderWhere({ ...ANSWER, identity }, NARROW)).toContain('  a blob that nothing names, ');
  });
});
