import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { UsageError } from '../../../src/errors.ts';
import { parsePolicy } from '../../../src/plan/policy/parse-policy.ts';
import { fits } from '../../support/json-schema.ts';
import { BAD, GOOD, WORSE } from './policies.ts';

const schema = JSON.parse(fs.readFileSync(new URL('../../../schema/policy.json', import.meta.url), 'utf8'));
const read = (text: string | Buffer) => parsePolicy(Buffer.from(text as string), 'p.yaml');
const complaintTo = (text: string | Buffer) =>
  read(text).then(
    () => 'It is good.',
    (error: unknown) => (error instanceof UsageError ? error.message : error),
  );

describe('a policy file', () => {
  it.each(GOOD)('may have %s', async (_, text) => {
    expect((await read(text)).rules.length).toBeGreaterThan(0);
  });

  it.each([...BAD, ...WORSE])('may not have %s', async (_, text, complaint) => {
    expect(await complaintTo(text)).toContain(complaint);
  });

  it('is complained of by its name', async () => {
    expect(await complaintTo('- a')).toMatch(/^p\.yaml, line 1, column 1: /);
  });

  it('is UTF-8', async () => {
    const text = Buffer.concat([Buffer.from('rules:\n  - name: h\u{e9}'), Buffer.from([0xe9, 0x0a])]);
    expect(await complaintTo(text)).toBe(
      'p.yaml, line 2, column 13: this is no UTF-8, in which a policy is written.',
    );
    expect(await complaintTo(Buffer.from('\u{feff}rules', 'utf16le'))).toContain(
      'line 1, column 1: this is no UTF-8',
    );
  });
});

describe('what a policy file says', () => {
  it('is read key by key', async () => {
    const { rules, protect } = await read(`
      rules:
        - {name: pulls, repositories: team/*, tags: [pr-*, 1.10], keep-last: 3, older-than: 2d, untagged: true, orphaned: true}
        - untagged-only: true
        - keep: all
      protect: ["app:stable", 7]`);
    expect(protect.map(({ text }) => text)).toEqual(['app:stable', '7']);
    expect(protect.map(({ repository, tag }) => [repository?.('app'), tag?.('stable')])).toEqual([
      [true, true],
      [undefined, false],
    ]);
    expect(rules).toEqual([
      {
        name: 'pulls',
        repositories: [expect.any(Function)],
        tags: [expect.any(Function), expect.any(Function)],
        hasTagPatterns: true,
        keepLast: 3,
        olderThanMs: 172_800_000,
        keepAll: false,
        untagged: true,
        untaggedOnly: false,
        orphaned: true,
      },
      { ...NOTHING, untaggedOnly: true },
      { ...NOTHING, keepAll: true },
    ]);
    const [{ repositories, tags } = NOTHING] = rules;
    expect(['team/a', 'team/a/b'].map((name) => repositories[0]?.(name))).toEqual([true, false]);
    expect(['1.10', '1.1', 'pr-1'].map((name) => tags.some((matches) => matches(name)))).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('the schema that editors use agrees', () => {
  it.each(GOOD)('on %s', (_, text) => {
    expect(fits(parse(text), schema)).toBe(true);
  });

  it.each(BAD)('and complains of %s', (_, text) => {
    expect(fits(parse(text), schema)).toBe(false);
  });
});

const NOTHING = {
  repositories: [],
  tags: [],
  hasTagPatterns: false,
  keepAll: false,
  untagged: false,
  untaggedOnly: false,
  orphaned: false,
};
