import { expect, it } from 'vitest';
import { parseProtectPattern } from '../../../src/plan/rules/protect-pattern.ts';
import { protectionIn } from '../../../src/plan/rules/protection.ts';

const TAGS = ['app:app', 'app:v1', 'team/app:v1', 'team/app:v2', 'team/deep/app:v1'];

it.each([
  ['app', ['app:app']],
  ['v1', ['app:v1', 'team/app:v1', 'team/deep/app:v1']],
  ['app:*', ['app:app', 'app:v1']],
  ['app/', ['app:app', 'app:v1']],
  ['team/app', ['team/app:v1', 'team/app:v2']],
  ['team/*', ['team/app:v1', 'team/app:v2']],
  ['team/**', ['team/app:v1', 'team/app:v2', 'team/deep/app:v1']],
  ['team/app:v1', ['team/app:v1']],
  ['**/app:v1', ['app:v1', 'team/app:v1', 'team/deep/app:v1']],
  ['reg.example.com:5000/app', ['app:app', 'app:v1']],
  ['localhost:5000/app:v1', ['app:v1']],
  ['https://reg:5000/team/app/', ['team/app:v1', 'team/app:v2']],
])("'%s' protects what it names", (text, expected) => {
  const pattern = parseProtectPattern(text);
  if ('fault' in pattern) throw new Error(pattern.fault);
  const protectedTags = TAGS.filter((name) => {
    const [repository = '', tag = ''] = name.split(':');
    return protectionIn({ patterns: [pattern], protectsLatest: false }, repository)(tag) === 'protected';
  });
  expect(protectedTags).toEqual(expected);
});
