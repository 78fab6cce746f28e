import { describe, expect, it } from 'vitest';
import { matchAmong, parseRepositoryPattern } from '../../src/registry/repository-pattern.ts';

const NAMES = ['app', 'team/api', 'team/app', 'lib.rary/db'];

/** The names that a pattern is of, and the tags of a few. */
function meantBy(text: string) {
  const pattern = parseRepositoryPattern(text);
  if ('fault' in pattern) return pattern.fault;
  const tags = ['v1', 'v2', 'latest'].filter((tag) => pattern.tag?.(tag));
  return [...NAMES.filter(matchAmong(pattern, NAMES)), ...tags];
}

describe('a pattern for repositories', () => {
  it.each([
    ['team/*', ['team/api', 'team/app']],
    ['app', ['app']],
    ['reg.example.com/team/*', ['team/api', 'team/app']],
    ['reg.example.com/app:v1', ['app', 'v1']],
    ['https://reg.example.com/team/app/', ['team/app']],
    // A host may be part of the name: what is there decides.
    ['lib.rary/db', ['lib.rary/db']],
    ['lib.rary/*', ['lib.rary/db']],
    ['lib.rary/app', ['app']],
    ['*:v*', ['app', 'v1', 'v2']],
    ['other', []],
    ['team/[', 'a bracket of it is left open'],
    ['', 'it is empty'],
    ['app:v[', 'a bracket of it is left open'],
  ])("'%s' is of %j", (text, meant) => {
    expect(meantBy(text)).toEqual(meant);
  });

  it('names no tag where none was written', () => {
    expect(parseRepositoryPattern('team/*')).toEqual({ whole: expect.any(Function) });
    expect(Object.keys(parseRepositoryPattern('reg.io/app:v1'))).toEqual(['whole', 'withoutHost', 'tag']);
  });
});
