import { describe, expect, it } from 'vitest';
import { isRepositoryName, isTagName, parseReference } from '../../src/registry/reference.ts';
import { madeDigest } from '../support/made-bytes.ts';

const DIGEST = madeDigest('a manifest');

describe('a repository name', () => {
  it.each([
    'a',
    '0',
    'team/app',
    'a/b/c/d/e/f',
    'a.b',
    'a_b',
    'a__b',
    'a-b',
    'a--b',
    'a---------b',
    'a-1.2_3/x',
    // The first of several components may be a host, with capitals and a port.
    'Foo/bar',
    'Foo.Example/bar',
    'reg.example.com:5000/team/app',
    'localhost:5000/app',
    'a'.repeat(255),
    `${'a/'.repeat(127)}a`,
  ])('is %j', (name) => {
    expect(isRepositoryName(name)).toBe(true);
  });

  it.each([
    '', // nothing
    'Foo', // capitals in what cannot be a host
    'team/App', // capitals after the first component
    'Foo/Bar',
    'team/', // an empty component
    '/team',
    'team//app',
    'a..b', // two separators, unless they are underscores or dashes
    'a._b',
    'a___b',
    '-a', // a separator at an end
    'a-',
    '_a',
    'a_',
    '.a',
    'a.',
    'team/_manifests', // a directory of the layout
    'team app', // a blank
    'team\n', // a newline at the end, which `$` must not forgive
    'te\nam',
    'größe', // beyond ASCII
    'team/a\u001b[2J', // a terminal's escape sequence
    'team:tag', // a reference, not a name
    `team@${DIGEST}`,
    '..',
    '../team',
    'a'.repeat(256), // one too long
  ])('is not %j', (name) => {
    expect(isRepositoryName(name)).toBe(false);
  });
});

describe('a tag', () => {
  it.each(['latest', '1.0', '_', '0', 'A', 'v1.0_build-7', `sha256-${'a'.repeat(64)}.sig`, 'x'.repeat(128)])(
    'is %j',
    (tag) => {
      expect(isTagName(tag)).toBe(true);
    },
  );

  it.each([
    '', // nothing
    '.hidden', // begins with a dot
    '-rf', // or a dash
    'a b',
    'a/b',
    'a:b',
    '1.0+build', // SemVer's plus
    'a\n', // a newline at the end
    'é', // a letter, but none of ASCII
    'x'.repeat(129), // one too long
  ])('is not %j', (tag) => {
    expect(isTagName(tag)).toBe(false);
  });
});

describe('parseReference', () => {
  it.each([
    ['app', { repository: 'app' }],
    ['team/app', { repository: 'team/app' }],
    ['team/app:1.0', { repository: 'team/app', tag: '1.0' }],
    [`team/app@${DIGEST}`, { repository: 'team/app', digest: DIGEST }],
    [`team/app:1.0@${DIGEST}`, { repository: 'team/app', tag: '1.0', digest: DIGEST }],
    ['Foo/bar', { repository: 'Foo/bar' }],
    // A first component with a dot or a colon, or localhost, is a host.
    ['reg.example.com/team/app', { host: 'reg.example.com', repository: 'team/app' }],
    ['lib.rary/db', { host: 'lib.rary', repository: 'db' }],
    [
      'reg.example.com:5000/team/app:1.0',
      { host: 'reg.example.com:5000', repository: 'team/app', tag: '1.0' },
    ],
    [`reg:5000/app@${DIGEST}`, { host: 'reg:5000', repository: 'app', digest: DIGEST }],
    ['localhost/app', { host: 'localhost', repository: 'app' }],
    // Behind a host that is one for sure there is no other: what looks like one is of the name.
    ['reg:5000/lib.rary/db', { host: 'reg:5000', repository: 'lib.rary/db' }],
    ['https://reg/localhost/app', { host: 'reg', repository: 'localhost/app' }],
    ['[2001:db8::1]/app', { host: '[2001:db8::1]', repository: 'app' }],
    ['[::1]:5000/app:1.0', { host: '[::1]:5000', repository: 'app', tag: '1.0' }],
    // Only one component: it is the repository, whatever it looks like.
    ['lib.rary', { repository: 'lib.rary' }],
    ['localhost', { repository: 'localhost' }],
    ['app:5000', { repository: 'app', tag: '5000' }],
    // As browsers, skopeo and helm show addresses.
    ['https://reg.example.com/team/app', { host: 'reg.example.com', repository: 'team/app' }],
    ['http://reg:5000/team/app:1.0', { host: 'reg:5000', repository: 'team/app', tag: '1.0' }],
    ['HTTPS://reg.example.com/app', { host: 'reg.example.com', repository: 'app' }],
    [`docker://reg:5000/app@${DIGEST}`, { host: 'reg:5000', repository: 'app', digest: DIGEST }],
    ['oci://reg.example.com/charts/app', { host: 'reg.example.com', repository: 'charts/app' }],
    // Behind docker:// there may be no host, behind the others there is.
    ['docker://team/app:1.0', { repository: 'team/app', tag: '1.0' }],
    ['https://registry/team/app', { host: 'registry', repository: 'team/app' }],
    ['oci://app', { repository: 'app' }],
    // A slash at the end says nothing.
    ['team/app/', { repository: 'team/app' }],
    ['team/app//', { repository: 'team/app' }],
    ['team/app:1.0/', { repository: 'team/app', tag: '1.0' }],
    [`reg:5000/team/app@${DIGEST}/`, { host: 'reg:5000', repository: 'team/app', digest: DIGEST }],
    ['https://reg:5000/team/app/', { host: 'reg:5000', repository: 'team/app' }],
  ])('reads %j', (text, expected) => {
    expect(parseReference(text)).toEqual(expected);
  });

  it.each([
    ['', 'no repository'],
    ['/', 'no repository'],
    ['https://', 'no repository'],
    [':1.0', 'no repository'],
    [`@${DIGEST}`, 'no repository'],
    ['reg:5000/:1.0', 'no repository'],
    ['https://reg.example.com', 'no repository'], // a host alone
    ['containers-storage:team/app', 'no port'], // skopeo's other places
    ['reg:/app', 'no port'],
    ['team/app:', 'no tag'],
    ['team/app:/', 'no tag'],
    [`team/app:@${DIGEST}`, 'no tag'],
    ['team/app@', 'no digest'], // nothing after the @
    ['team/app@latest', 'no digest'], // a tag after the @
    ['team/app@sha256:cafe', 'no digest'], // a digest that was cut, as tools print it
    [`team/app@${DIGEST}@${DIGEST}`, 'no digest'], // two of them
    [`team/app@${DIGEST.toUpperCase()}`, 'no digest'],
  ])('refuses %j: %s', (text, fault) => {
    expect(parseReference(text)).toBe(fault);
  });
});
