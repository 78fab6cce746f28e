import { describe, expect, it } from 'vitest';
import { isNamePattern, parseNamePattern } from '../../src/registry/name-pattern.ts';

function matches(pattern: string, name: string): boolean {
  const match = parseNamePattern(pattern);
  if (typeof match !== 'function') throw new Error(match.fault);
  return match(name);
}

describe('parseNamePattern', () => {
  it.each([
    ['pr-*', 'pr-7'],
    ['pr-*', 'pr-'],
    ['*', 'v1.2'],
    ['v?', 'v1'],
    ['v[0-9]', 'v1'],
    ['v[!0-9]', 'vx'],
    ['v[^0-9]', 'vx'],
    ['{pr,mr}-*', 'mr-1'],
    ['v1{,-rc}', 'v1'],
    ['team/*', 'team/app'],
    ['team/**', 'team/app'],
    ['team/**', 'team/a/b/c'],
    ['**', 'app'],
    ['**', 'team/app'],
    ['**/cache', 'cache'],
    ['**/cache', 'team/app/cache'],
    ['team/**/cache', 'team/cache'],
    ['team/*/cache', 'team/app/cache'],
    ['__proto__', '__proto__'],
    ['a.b', 'a.b'],
    ['{a,{b,c}}-*', 'c-1'],
    ['{a.[x].b,c}', 'a.x.b'],
    ['[{,}]a', ',a'],
    ['v[0-9a-f]', 'va'],
    ['v[a-]', 'v-'],
    ['v[--9]', 'v-'],
    ['v[a-a]', 'va'],
    ['v[z^-a]', 'v_'],
    ['[[]a', '[a'],
    ['[{]a', '{a'],
    ['*', '.hidden'],
    ['team/**', 'team/.hidden/app'],
  ])("'%s' matches '%s'", (pattern, name) => {
    expect(matches(pattern, name)).toBe(true);
  });

  it.each([
    ['pr-*', 'xpr-7'],
    ['pr-*', 'PR-7'],
    ['v?', 'v'],
    ['v?', 'v10'],
    ['v[0-9]', 'vx'],
    ['v[!0-9]', 'v1'],
    ['team/*', 'team/a/b'],
    ['team/*', 'team'],
    ['team/**', 'team'],
    ['team/**', 'teams/a'],
    ['*', 'team/app'],
    ['a.b', 'axb'],
    ['./app', 'app'],
    ['app', 'app2'],
    ['./!a*', 'b'],
  ])("'%s' does not match '%s'", (pattern, name) => {
    expect(matches(pattern, name)).toBe(false);
  });

  it.each([
    ['', 'it is empty'],
    ['!pr-*', "'!' says 'not' within [] only"],
    ['pr-[0-9', 'a bracket of it is left open'],
    ['{a,b', 'a bracket of it is left open'],
    ['a}', 'a bracket of it is left open'],
    ['a]', 'a bracket of it is left open'],
    ['v{1..10}', "'{1..10}' does not count: name each, as in {1,2,3}"],
    ['v{1..3,5}', "'{1..3,5}' does not count: name each, as in {1,2,3}"],
    ['rel-{1}', "'{1}' has no comma: expected two or more, as in {a,b}"],
    ['{{a,b}}', "'{}' has no comma: expected two or more, as in {a,b}"],
    ['v[9-0]', "'9-0' runs backwards"],
    ['v[!]', "'[!]' stands for no character"],
    ['v[]', "'[]' stands for no character"],
    ['^(v1|v2)$', "'(' stands in no name, and for nothing in a pattern"],
    ['a b', "' ' stands in no name, and for nothing in a pattern"],
    ['v\\d', "'\\' stands in no name, and for nothing in a pattern"],
    ['app:v1', "':' stands in no name, and for nothing in a pattern"],
    ['*a*a*a*a*', 'it has 5 stars: expected at most 4'],
    ['**/{a*,b*c*}/*/*', 'it has 5 stars: expected at most 4'],
    ['*[a]*[a]*[a]*[a]*b', 'it has 5 stars: expected at most 4'],
    ['*?*?*?*?*b', 'it has 5 stars: expected at most 4'],
  ])("refuses '%s': %s", (pattern, fault) => {
    expect(parseNamePattern(pattern)).toEqual({ fault });
  });
});

it('a pattern can be given to what calls it with more than the name', () => {
  expect(['app', 'team/app', 'v1'].filter(parseNamePattern('v*') as (name: string) => boolean)).toEqual([
    'v1',
  ]);
});

describe('a pattern that would be a burden', () => {
  it('is refused where it is longer than any that means something', () => {
    // A regular expression of it would be too large, and fail with an error of its own.
    expect(parseNamePattern(`*${'a'.repeat(40_000)}`)).toEqual({ fault: 'it has more than 1024 characters' });
    expect(matches('a'.repeat(1024), 'a'.repeat(1024))).toBe(true);
  });

  it('may have four stars, and four in each of its choices', () => {
    for (const pattern of [
      '*a*b*c*',
      '{*a*b*c*,*d*e*f*,g}',
      'x{a*,b*}{c*,d*}',
      '[*][*][*][*][*]',
      '{a*,b*}*,',
    ])
      expect(typeof parseNamePattern(pattern), pattern).toBe('function');
  });

  it('takes no time that a name can stretch', () => {
    const match = parseNamePattern('*a*a*b') as (name: string) => boolean;
    const before = process.cpuUsage();
    expect(match('a'.repeat(255))).toBe(false);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});

describe('isNamePattern', () => {
  it.each(['*', 'a?', '[ab]', '{a,b}'])("is true of '%s'", (text) => {
    expect(isNamePattern(text)).toBe(true);
  });

  it('is false of a name', () => {
    expect(isNamePattern('team/app.v-1_2')).toBe(false);
  });
});
