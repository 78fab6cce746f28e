import { describe, expect, it } from 'vitest';
import { possibleHost, readPastedName, splitTag } from '../../src/registry/pasted-name.ts';
import { parseReference } from '../../src/registry/reference.ts';

describe('readPastedName', () => {
  it.each([
    ['team/app', { name: 'team/app' }],
    ['', { name: '' }],
    ['"', { name: '' }],
    ['\u00a0team/app\u200b\n', { name: 'team/app' }],
    ['[::1]:5000/team/app', { host: '[::1]:5000', name: 'team/app' }],
    ['[a-z]/app', { name: '[a-z]/app' }], // a pattern
    ['app:5000', { name: 'app:5000' }],
    ['https://', { host: '', name: '' }],
    ['https://reg:5000', { host: 'reg:5000', name: '' }],
    ['oci://app', { name: 'app' }],
    ['oci://reg/app', { host: 'reg', name: 'app' }],
    ['oci:///app', { name: '/app' }],
    ['http://reg/team/app', { host: 'reg', name: 'team/app' }],
    ['https:///app', { host: '', name: 'app' }],
    ['https://reg/v2/app/manifests/sha256%3Aabc', { host: 'reg', name: 'app@sha256:abc' }],
    ['https://reg/v2/team/app/tags/list/', { host: 'reg', name: 'team/app' }],
    ['https://reg/v2/a/manifests/b/manifests/1.0#x', { host: 'reg', name: 'a/manifests/b:1.0' }],
    ['https://reg/v2/team/app', { host: 'reg', name: 'v2/team/app' }],
    ['https://reg/team/ap?', { host: 'reg', name: 'team/ap?' }], // a pattern
    // Without a browser's scheme it may be a repository that is called so.
    ['reg:5000/v2/team/tags/list', { host: 'reg:5000', name: 'v2/team/tags/list' }],
  ])('reads %j', (text, expected) => {
    expect(readPastedName(text)).toEqual(expected);
  });
});

it.each([';', '/', "'", '.', 'a.'])(
  'a name takes time by its length, of whatever it is made: %s',
  (piece) => {
    const before = process.cpuUsage();
    expect(parseReference(`${piece.repeat(200_000)}x`)).toBeDefined();
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  },
);

describe('possibleHost', () => {
  it.each([
    ['reg.example.com/team/app', 'reg.example.com'],
    ['localhost/app', 'localhost'],
    ['lib.rary/db', 'lib.rary'],
    ['lib.rary', undefined],
    ['team/app.v1', undefined],
    ['v1.*/app', undefined],
    ['a.b:c/app', undefined],
  ])('of %j is %j', (name, host) => {
    expect(possibleHost(name)).toBe(host);
  });
});

describe('splitTag', () => {
  it.each([
    ['team/app', { repository: 'team/app' }],
    ['team/*:v1*', { repository: 'team/*', tag: 'v1*' }],
    ['reg:5000/app', { repository: 'reg:5000/app' }],
    ['reg:5000/app:v1', { repository: 'reg:5000/app', tag: 'v1' }],
    [':v1', { repository: '', tag: 'v1' }],
  ])("'%s'", (text, parts) => {
    expect(splitTag(text)).toEqual(parts);
  });
});
