import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { EMIT_FORMATS, type EmitFormat, emitPlan } from '../../src/emit/emit-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { digest, going, kept, planOf } from './plans.ts';

const emit = (plan: Plan, format: EmitFormat, volume = '/srv/registry') =>
  emitPlan(plan, format, { version: '1.2.3', volume, asked: "--match 'pr-*'" });

const PLAN = planOf({
  keep: [kept('latest', 'e'), { repository: 'other', tag: 'x', digest: digest('f'), reasons: ['no-rule'] }],
  stays: [{ repository: 'app', tag: 'pr-1', digest: digest('e'), reason: 'shares-digest', by: 'latest' }],
  delete: [
    going('a', 'v1', 'v1.0'),
    going('b'),
    { ...going('a', 'old'), repository: 'team/app' },
    { ...going('c', '_'), repository: 'team/app' },
  ],
  freed: { blobs: 7, bytes: 1000 },
  together: { blobs: 9, bytes: 1234 },
  emptied: ['team/app'],
});

const ALONE = planOf({
  registry: '3.1.1',
  family: '3.x',
  keep: [kept('v1', 'a')],
  delete: [going('b', 'v0'), { ...going('a'), tag: 'pr-7' }],
});

describe('a plan as a script', () => {
  it('says what it does, and has the plan as data below', () => {
    const text = emit(PLAN, 'sh');
    expect(text.split('\n').slice(0, 6)).toEqual([
      '#!/bin/sh',
      '# Made by stowage 1.2.3 from the scan of 2026-01-02T03:04:05.678Z of /srv/registry, for registry 2.8.3.',
      "# The rule: --match 'pr-*'",
      '# 4 deletions; a collection then frees 1,234 bytes, 1,000 of them because of this.',
      '# 1 repository would have no tag left.',
      '#',
    ]);
    expect(text.slice(text.indexOf('start "$@"'))).toBe(`start "$@"

repository 'app'
keep 'latest' '${digest('e')}'
keep 'pr-1' '${digest('e')}'
image '${digest('a')}' 'v1' 'v1.0'
image '${digest('b')}'
carry_out

repository 'team/app'
image '${digest('a')}' 'old'
image '${digest('c')}' '_'
carry_out
finish
`);
    const settings = /^family=[\s\S]*?^undo=.*$/m.exec(text)?.[0].replace(/-[0-9a-f]{8}'$/, "-<id>'");
    expect(settings).toBe(`family='2.7-2.8'
scanned_at=1767323045
total=4
tag_reads=9
first_repository='app'
aborts=''
emptied=1
# The same for every run of this plan, so that one undo.sh undoes them all.
undo='stowage-undo-20260102T030405Z-<id>'`);
  });

  it('has tags that go alone as such', () => {
    const text = emit(ALONE, 'sh');
    expect(text).toContain(`\nimage '${digest('b')}' 'v0'\ntag 'pr-7' '${digest('a')}'\ncarry_out\n`);
    expect(text).toContain("family='3.x'\n");
    expect(text).toContain('tag_reads=3\n');
  });

  it('is one that a POSIX shell understands, with its undo.sh', () => {
    const text = emit(PLAN, 'sh');
    const undo = /<<'END OF UNDO'\n([\s\S]*?)END OF UNDO\n/.exec(text)?.[1] ?? '';
    expect(undo).toMatch(/^#!\/bin\/sh\n/);
    for (const script of [text, undo])
      expect(execFileSync('dash', ['-n'], { input: script, encoding: 'utf8' })).toBe('');
    expect(text.replace(undo, '')).not.toMatch(/^\s*(local|declare|function|source) |\[\[ |<<<|&>|<\(/m);
  });

  it('is the same for the same plan, and saves elsewhere for another', () => {
    const undo = (plan: Plan) => /^undo=.*$/m.exec(emit(plan, 'sh'))?.[0];
    expect(emit(PLAN, 'sh')).toBe(emit(structuredClone(PLAN), 'sh'));
    expect(undo({ ...PLAN, delete: PLAN.delete.slice(1) })).not.toBe(undo(PLAN));
  });

  it('needs no registry where there is nothing to delete', () => {
    const text = emit(planOf({ keep: [kept('v1', 'a')] }), 'sh');
    expect(execFileSync('dash', ['-s'], { input: text, encoding: 'utf8' })).toBe(
      'There is nothing to delete.\n',
    );
  });

  it('does nothing without a registry, or with what is none', () => {
    const text = emit(PLAN, 'sh');
    const run = (...args: string[]) => {
      try {
        return execFileSync('dash', ['-s', '--', ...args], { input: text, encoding: 'utf8', stdio: 'pipe' });
      } catch (error) {
        const { status, stderr } = error as { status: number; stderr: string };
        return `${status}: ${stderr}`;
      }
    };
    expect(run()).toMatch(/^2: Which registry\?/);
    expect(run('registry.example.com')).toMatch(/^2: Which registry\?/);
    expect(run('https://me:secret@example.com')).toMatch(/^2: .* is no address of a registry/);
    expect(run('https://example.com/v2')).toMatch(/^2: .* is no address of a registry/);
    expect(run('https://example.com"')).toMatch(/^2: .* is no address of a registry/);
    expect(run('https://registry.example.com')).toMatch(
      /^1: Stopped: The scan is \d+ h old: scan and plan again/,
    );
  });

  it('tells what a collection would end on, and what was not read', () => {
    const aborts = {
      code: 'bad-link',
      reason: 'failed: x',
      path: 'y',
      hint: 'z',
    } as unknown as Plan['aborts'];
    const text = emit({ ...PLAN, undetermined: true, aborts }, 'sh');
    expect(text).toContain('# Part of the volume was not read: what becomes free is not known.\n');
    expect(text).toContain('# The collection would end before its time: failed: x\n');
    expect(text).toContain('\naborts=1\n');
  });

  it('says in its head that it does not free what was asked for', () => {
    const said = /^# 5000 bytes were asked for: all that the rule selects does not free that much\.$/m;
    expect(emit({ ...PLAN, free: { asked: 5000, reached: 1234 } }, 'sh')).toMatch(said);
    expect(emit({ ...PLAN, free: { asked: 1000, reached: 1234 } }, 'sh')).not.toMatch(said);
  });

  it.each(['sh', 'crane'] as const)('says in the head of %s what to beware of', (form) => {
    const warnings = [{ code: 'protect-idle', message: "--protect 'x\nrm -rf ~' matches no tag." }];
    expect(emit({ ...PLAN, warnings }, form)).toContain("\n# --protect 'x\\u{a}rm -rf ~' matches no tag.\n");
  });

  it('lets nothing of a path or a version out of its comments', () => {
    const [, line] = emit({ ...PLAN, registry: '2.8\u001b' }, 'sh', "/srv/a\nrm -rf ~\u2028'`$(x)").split(
      '\n',
    );
    expect(line).toContain("of /srv/a\\u{a}rm -rf ~\\u{2028}'`$(x), for registry 2.8\\u{1b}.");
  });
});

describe('a plan as bare calls', () => {
  it('is a JSON object a line', () => {
    const line = (repository: string, digit: string, ...tags: string[]) =>
      `{"repository":"${repository}","digest":"${digest(digit)}","tags":${JSON.stringify(tags)},"method":"DELETE","path":"/v2/${repository}/manifests/${digest(digit)}"}\n`;
    expect(emit(PLAN, 'ndjson')).toBe(
      line('app', 'a', 'v1', 'v1.0') +
        line('app', 'b') +
        line('team/app', 'a', 'old') +
        line('team/app', 'c', '_'),
    );
    expect(emit(ALONE, 'ndjson').split('\n')[1]).toBe(
      `{"repository":"app","tag":"pr-7","digest":"${digest('a')}","tags":[],"method":"DELETE","path":"/v2/app/manifests/pr-7"}`,
    );
    expect(emit(planOf({}), 'ndjson')).toBe('');
  });

  it('is a crane delete a line, by digest, and by tag where that goes alone', () => {
    expect(emit(ALONE, 'crane')).toBe(`#!/bin/sh
# Made by stowage 1.2.3 from the scan of 2026-01-02T03:04:05.678Z of /srv/registry, for registry 3.1.1.
# The rule: --match 'pr-*'
# 2 deletions; a collection then frees 0 bytes, 0 of them because of this.
#
# Nothing is checked and nothing is saved here: the script of --emit sh does both. It stops at the first refusal,
# also where an image is gone already.
set -eu
: "\${REGISTRY:?is the host of the registry, such as registry.example.com}"
crane delete "$REGISTRY"/'app@${digest('b')}'
crane delete "$REGISTRY"/'app:pr-7'
`);
    expect(execFileSync('dash', ['-n'], { input: emit(PLAN, 'crane'), encoding: 'utf8' })).toBe('');
  });
});

describe('what is no plan is a bug, and never emitted', () => {
  it.each<[string, Partial<Plan>]>([
    ["a repository's name with a quote", { delete: [{ ...going('a'), repository: "app'; rm -rf ~; '" }] }],
    ["a repository's name in capitals", { delete: [{ ...going('a'), repository: 'App' }] }],
    ["a tag's name with a line break", { delete: [going('a', 'v1\nv2')] }],
    ["a tag's name that seems an option", { delete: [going('a', '-X')] }],
    ['a digest that is none', { delete: [{ ...going('a'), digest: 'sha256:abc' }] }],
    ['a digest in capitals', { delete: [going('A')] }],
    ['an image that goes and stays', { delete: [going('a')], keep: [kept('v1', 'a')] }],
    [
      'an untagged image that goes and stays',
      { delete: [going('a')], stays: [{ repository: 'app', digest: digest('a'), reason: 'young' }] },
    ],
    ['a tag that goes alone on 2.x', { delete: [{ ...going('a'), tag: 'v1' }] }],
    ["a lone tag's name with a space", { family: '3.x', delete: [{ ...going('a'), tag: 'v 1' }] }],
  ])('%s', (_, parts) => {
    for (const format of EMIT_FORMATS)
      expect(() => emit(planOf(parts), format)).toThrow(/^A plan that cannot be carried out: .*\.$/);
  });

  it('but a tag that stays under a name the API cannot have is left out', () => {
    const text = emit(
      planOf({ delete: [going('a', 'v1')], keep: [kept("it's", 'b'), kept('v2', 'b')] }),
      'sh',
    );
    expect(text).toContain(`repository 'app'\nkeep 'v2' '${digest('b')}'\nimage`);
    expect(text).not.toContain("it's'");
  });
});

it('a plan of 100,000 images takes no longer than its length', () => {
  const hex = (number: number) => number.toString(16).padStart(64, '0');
  const images = (count: number) =>
    planOf({
      delete: Array.from({ length: count }, (_, each) => ({
        ...going('a', `v${each}`),
        repository: `r${Math.floor(each / 50)}`,
        digest: `sha256:${hex(each)}`,
      })),
      keep: Array.from({ length: count }, (_, each) => kept(`k${each}`, 'e')),
    });
  const text = emit(images(100_000), 'sh');
  expect(text.length).toBeGreaterThan(8_000_000);
  expect(text.length / 100_000).toBeLessThan((emit(images(10_000), 'sh').length / 10_000) * 1.1);
});
