import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegistryFault } from '../../../src/server/registry/fault.ts';
import { readRoute } from '../../../src/server/registry/route.ts';
import { demoVolume } from '../../support/demo-volume.ts';
import { madeDigest } from '../../support/made-bytes.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { request, sendRaw } from './raw-client.ts';
import { faultOf, serveVolume } from './served.ts';

const digest = madeDigest('a');

function read(path: string): object | string {
  try {
    return readRoute(path);
  } catch (error) {
    if (error instanceof RegistryFault) return `${error.status} ${error.code}`;
    throw error;
  }
}

describe('a path', () => {
  it.each([
    ['/v2', { kind: 'version' }],
    ['/v2/', { kind: 'version' }],
    ['/v2/_catalog', { kind: 'catalog' }],
    ['/v2/a/tags/list', { kind: 'tags', name: 'a' }],
    ['/v2/a/b/c/manifests/v1', { kind: 'manifest', name: 'a/b/c', reference: 'v1' }],
    ['/v2/tags/list/tags/list', { kind: 'tags', name: 'tags/list' }],
    ['/v2/a/manifests/manifests/blobs', { kind: 'manifest', name: 'a/manifests', reference: 'blobs' }],
    [`/v2/a/manifests/${digest}`, { kind: 'manifest', name: 'a', reference: digest }],
    [`/v2/a/blobs/${digest.replace(':', '%3a')}`, { kind: 'blob', name: 'a', digest }],
    [`/v2/%61/referrers/${digest}`, { kind: 'referrers', name: 'a', digest }],
  ])('%s is read', (text, route) => {
    expect(read(text)).toEqual(route);
  });

  it.each([
    ['/v2/..%2f..%2fetc/tags/list', '400 NAME_INVALID'],
    ['/v2/a%2Fb/tags/list', '400 NAME_INVALID'],
    ['/v2/%2e%2e/tags/list', '400 NAME_INVALID'],
    ['/v2/a/../b/tags/list', '400 NAME_INVALID'],
    ['/v2/a//b/tags/list', '400 NAME_INVALID'],
    ['/v2//tags/list', '400 NAME_INVALID'],
    ['/v2/a%00/tags/list', '400 NAME_INVALID'],
    ['/v2/a%/tags/list', '400 NAME_INVALID'],
    ['/v2/%ff/tags/list', '400 NAME_INVALID'],
    ['/v2/%252e%252e/tags/list', '400 NAME_INVALID'],
    ['/v2/a\\b/tags/list', '400 NAME_INVALID'],
    ['/v2/a/_layers/tags/list', '400 NAME_INVALID'],
    ['/v2/_manifests/tags/list', '400 NAME_INVALID'],
    ['/v2/a/%5Fuploads/tags/list', '400 NAME_INVALID'],
    ['/v2/a\u202eb/tags/list', '400 NAME_INVALID'],
    [`/v2/${'a'.repeat(256)}/tags/list`, '400 NAME_INVALID'],
    [`/v2/${'a/'.repeat(100_000)}tags/list`, '400 NAME_INVALID'],
    ['/v2/a/manifests/..', '404 MANIFEST_UNKNOWN'],
    ['/v2/a/manifests/.', '404 MANIFEST_UNKNOWN'],
    ['/v2/a/manifests/', '404 MANIFEST_UNKNOWN'],
    ['/v2/a/manifests/..%00', '404 MANIFEST_UNKNOWN'],
    [`/v2/a/manifests/${'a'.repeat(129)}`, '404 MANIFEST_UNKNOWN'],
    ['/v2/a/manifests/sha256:..', '400 DIGEST_INVALID'],
    [`/v2/a/blobs/sha256:${'A'.repeat(64)}`, '400 DIGEST_INVALID'],
    ['/v2/a/blobs/sha256:', '400 DIGEST_INVALID'],
    [`/v2/a/blobs/${digest}x`, '400 DIGEST_INVALID'],
    [`/v2/a/blobs/__proto__:${'a'.repeat(64)}`, '400 DIGEST_INVALID'],
    ['/v2/a/blobs/v1', '400 DIGEST_INVALID'],
    ['/v2/a/referrers/v1', '400 DIGEST_INVALID'],
    ['/v2/a', '404 NAME_UNKNOWN'],
    ['/v2/a/blobs/uploads/0a1b', '404 NAME_UNKNOWN'],
    ['/v2/a/tags/list/', '404 NAME_UNKNOWN'],
    ['/v2/_catalog/', '404 NAME_UNKNOWN'],
  ])('%s is answered %s', (text, answered) => {
    expect(read(text)).toBe(answered);
  });

  it('that comes through leads nowhere but below a repository', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        '%2e%2e',
        '%2f',
        '%00',
        '_layers',
        'link',
        'tags',
        'list',
        'manifests',
        'blobs',
        digest,
        'a',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const route = read(`/v2/${pieces.join('/')}`);
        if (typeof route === 'string' || !('name' in route)) return;
        const name = String(route.name);
        expect(path.join('/x', name)).toBe(`/x/${name}`);
        expect(name).not.toMatch(/(^|\/)[._]|\0/);
      }),
    );
  });
});

describe('over the wire', () => {
  const dir = temporaryDirectory();

  it('no path reaches what is not in the API, however it is written', async () => {
    const volume = demoVolume(path.join(dir(), 'volume'));
    fs.writeFileSync(path.join(dir(), 'secret'), 'of somebody else');
    fs.writeFileSync(path.join(volume.dir, 'docker/registry/v2/secret'), 'of somebody else');
    const served = await serveVolume(volume.dir);
    for (const ups of ['..', '%2e%2e', '%2E.', '..%2f..', '..%5c', '%c0%ae%c0%ae', '%u002e'])
      for (const rest of [
        'secret',
        'v2/secret',
        'tags/list',
        'manifests/latest',
        'shop/api/_layers/tags/list',
      ])
        for (const start of [
          '/v2/',
          '/v2/shop/api/',
          '/v2/shop/api/manifests/',
          '/v2/shop/api/blobs/sha256:',
        ]) {
          const target = `${start}${ups}/${ups}/${rest}`;
          const { status, body } = await sendRaw(served.port, request(`GET ${target}`));
          expect([400, 404], `${target}: ${status}`).toContain(status);
          expect(body.toString(), target).not.toContain('somebody else');
        }
  });

  it('whatever is no GET or HEAD is answered 405, and changes nothing', async () => {
    const volume = demoVolume(path.join(dir(), 'volume'));
    const served = await serveVolume(volume.dir);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      for (const what of [
        '',
        '_catalog',
        'shop/api/manifests/latest',
        'shop/api/blobs/uploads/',
        `shop/api/blobs/${digest}`,
      ]) {
        const response = await served.ask(method, what);
        expect(response.headers.get('allow')).toBe('GET, HEAD');
        expect(await faultOf(response), `${method} ${what}`).toEqual([405, 'UNSUPPORTED']);
      }
    expect((await served.get('shop/api/manifests/latest')).status).toBe(200);
  });
});
