import { describe, expect, it } from 'vitest';
import { nearNames, nearPatterns } from '../../src/analyze/reference/near-names.ts';

const REPOSITORIES = ['library/nginx', 'shop/api', 'shop/web', 'shop/web-admin', 'team/app'];
const TAGS = ['1', '1.2', '1.2.0', 'latest', 'v1.3'];

describe('near to', () => {
  it.each([
    ['Shop/API', ['shop/api']], // other capitals
    ['shop/ap', ['shop/api']], // a letter is missing
    ['shop/wbe', ['shop/web']], // two are changed about
    ['shop', ['shop/api', 'shop/web', 'shop/web-admin']], // a namespace
    ['nginx', ['library/nginx']], // without the namespace
    ['mirror/library/nginx', ['library/nginx']], // with one too many
    ['other/app', ['team/app']], // in another namespace
    ['nginxx', ['library/nginx']], // both at once
    ['nowhere', []],
    ['x', []],
  ])('%j are %j of some repositories', (wanted, near) => {
    const found = nearNames(wanted, REPOSITORIES);
    expect(found.slice(0, near.length)).toEqual(near);
    if (near.length === 0) expect(found).toEqual([]);
  });

  it.each([
    ['Latest', ['latest']],
    ['lastest', ['latest']],
    ['1.3', ['1.2', 'v1.3']],
    ['v1.2', ['1.2', 'v1.3']],
    ['2', []], // one letter is a whole name
  ])('%j are %j of some tags', (wanted, near) => {
    expect(nearNames(wanted, TAGS)).toEqual(near);
  });

  it('one are at most five', () => {
    const many = Array.from({ length: 30 }, (_, number) => `team/app-${number}`);
    expect(nearNames('team/app', many)).toHaveLength(5);
  });

  it.each([
    ['shop/wbe*', ['shop/web']],
    ['tem/**', ['team/*']], // a slip in the namespace
    ['shop/{api', ['shop/api', 'team/app']],
    ['**', []],
    ['nowhere/*', []],
  ])('the pattern %j are %j', (pattern, near) => {
    expect(nearPatterns(pattern, REPOSITORIES)).toEqual(near);
  });
});
