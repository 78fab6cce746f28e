import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { htpasswdFile, htpasswdLine } from '../server/guard/files.ts';
import { stowage } from '../support/command-line.ts';
import { type Served, startServing } from '../support/served.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';
import { describeLive } from './availability.ts';
import { LiveRegistry } from './live-registry.ts';
import { Nginx } from './nginx.ts';
import { run } from './run.ts';

const GIB = 1024 ** 3;
const LARGE = GIB + 64 * 1024 * 1024;
const REGISTRY = 'registry.example.com';
const STOWAGE = 'stowage.example.com';
const LOGIN = `Basic ${Buffer.from('alice:correct horse').toString('base64')}`;
const dir = sharedDirectory();

let registry: LiveRegistry;
let served: Served;
let nginx: Nginx;
let spooling: Nginx;
let large: string;

/** A layer of zeros, of which the disk has none. */
async function plantLargeLayer(volume: string): Promise<string> {
  const file = join(volume, 'large');
  writeFileSync(file, '');
  truncateSync(file, LARGE);
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 4 * 1024 * 1024 })) hash.update(piece);
  const digest = `sha256:${hash.digest('hex')}`;
  const data = join(volume, blobPath(digest));
  mkdirSync(join(data, '..'), { recursive: true });
  writeFileSync(data, '');
  truncateSync(data, LARGE);
  truncateSync(file, 0);
  return digest;
}

function startBehind(name: string, more = ''): Promise<Nginx> {
  const home = join(dir(), name);
  mkdirSync(home);
  const behind = { registry: registry.address, stowage: served.address };
  return Nginx.start(home, behind, join(dir(), 'htpasswd'), more);
}

/** Asks by curl, which verifies the certificate, and gives the answer with its headers. */
async function ask(url: string, ...args: string[]): Promise<string> {
  const names = [REGISTRY, STOWAGE].flatMap((name) => ['--resolve', `${name}:${nginx.port}:127.0.0.1`]);
  const login = args.includes('--no-login') ? [] : ['-u', 'alice:correct horse'];
  const rest = args.filter((arg) => arg !== '--no-login');
  const { stdout, stderr } = await run('curl', [
    '-sSi',
    '--cacert',
    nginx.certificate,
    ...names,
    ...login,
    ...rest,
    url,
  ]);
  return stdout || stderr;
}

const at = (name: string, path: string) => `https://${name}:${nginx.port}${path}`;

describeLive('behind nginx with TLS and passwords, as registries are run', () => {
  beforeAll(async () => {
    registry = await LiveRegistry.start();
    const volume = aVolume(join(dir(), 'volume'));
    const repository = volume.repository('team/app');
    for (const tag of ['1', '2', '3']) repository.image({ layers: ['base', `of ${tag}`], tag });
    large = await plantLargeLayer(volume.dir);
    const link = `docker/registry/v2/repositories/team/app/_layers/${large.replace(':', '/')}/link`;
    volume.writeLink(link, large);
    const db = join(dir(), 'registry.db');
    const scanned = await stowage(['scan', volume.dir, '--db', db, '--settle', '0s']);
    if (scanned.exitCode !== 0) throw new Error(scanned.stderr);
    const htpasswd = htpasswdFile(dir(), htpasswdLine('alice', 'correct horse'));
    served = await startServing([
      volume.dir,
      '--db',
      db,
      '--htpasswd',
      htpasswd,
      '--base-path',
      '/stowage',
      '--log',
      'none',
    ]);
    nginx = await startBehind('shipped');
    spooling = await startBehind('spooling', 'proxy_ignore_headers X-Accel-Buffering;');
  });
  afterAll(async () => {
    await nginx?.stop();
    await spooling?.stop();
    await served?.stop();
    await registry?.remove();
  });

  it('API and metrics are below the prefix, and ask for the password', async () => {
    expect(await ask(at(REGISTRY, '/stowage/api/v1/usage?limit=1'))).toMatch(
      /^HTTP\/1.1 200 .*"schema":"stowage.usage\/1"/s,
    );
    expect(await ask(at(REGISTRY, '/stowage/metrics'))).toMatch(/^HTTP\/1.1 200 .*stowage_volume_bytes/s);
    expect(await ask(at(REGISTRY, '/stowage/'))).toMatch(/^HTTP\/1.1 200 .*<!doctype html>/is);
    for (const path of ['/stowage/api/v1/usage', '/stowage/metrics', '/stowage/'])
      expect(await ask(at(REGISTRY, path), '--no-login')).toMatch(
        /^HTTP\/1.1 401 .*www-authenticate: Basic/is,
      );
  });

  it('links lead to the same host and below the prefix', async () => {
    const answer = await ask(at(REGISTRY, '/stowage/api/v1/usage?by=tag&limit=1'));
    expect(answer).toMatch(/^link: <\/stowage\/api\/v1\/usage\?[^>]*>; rel="next"/im);
    expect(await ask(at(STOWAGE, '/v2/team/app/tags/list?n=1'))).toMatch(
      /^link: <\/v2\/team\/app\/tags\/list\?/im,
    );
  });

  it('the registry stays where it is under its own name', async () => {
    const answer = await ask(at(REGISTRY, '/v2/_catalog'));
    expect(answer).toContain('{"repositories":[]}');
    expect(await ask(at(REGISTRY, '/v2/'), '--no-login')).toMatch(
      /^HTTP\/1.1 401 .*docker-distribution-api-version: registry\/2.0/is,
    );
  });

  it('stowage answers at /v2/ under the other, and nothing else', async () => {
    expect(await ask(at(STOWAGE, '/v2/_catalog'))).toContain('{"repositories":["team/app"]}');
    expect(await ask(at(STOWAGE, '/v2/'), '--no-login')).toMatch(
      /^HTTP\/1.1 401 .*docker-distribution-api-version: registry\/2.0.*"UNAUTHORIZED"/is,
    );
    for (const path of ['/', '/stowage/', '/stowage/metrics', '/metrics', '/api/v1/usage', '/healthz'])
      expect(await ask(at(STOWAGE, path)), path).toMatch(/^HTTP\/1.1 404 /);
  });

  it('skopeo lists and copies with credentials through TLS', async () => {
    const trust = join(dir(), 'trust');
    mkdirSync(trust);
    await run('cp', [nginx.certificate, join(trust, 'ca.crt')]);
    const image = `docker://127.0.0.1:${nginx.port}/team/app`;
    const listed = await run('skopeo', [
      'list-tags',
      '--creds',
      'alice:correct horse',
      '--cert-dir',
      trust,
      image,
    ]);
    expect(listed.stderr).toBe('');
    expect(JSON.parse(listed.stdout).Tags).toEqual(['1', '2', '3']);
    const from = ['--src-creds', 'alice:correct horse', '--src-cert-dir', trust];
    const copied = await run('skopeo', [
      '--insecure-policy',
      'copy',
      '-q',
      ...from,
      `${image}:2`,
      `dir:${join(dir(), 'copied')}`,
    ]);
    expect(copied).toMatchObject({ exitCode: 0, stderr: '' });
    const refused = await run('skopeo', ['list-tags', '--creds', 'alice:wrong', '--cert-dir', trust, image]);
    expect(refused.stderr).toMatch(/unauthorized|authentication required/i);
  });

  /** Reads a little of the large layer, then nothing for a while; then all the rest, unless that is not wanted. */
  async function readSlowly(from: Nginx, toTheEnd: boolean) {
    const socket = from.connect(STOWAGE);
    socket.write(
      `GET /v2/team/app/blobs/${large} HTTP/1.1\r\nHost: ${STOWAGE}\r\nAuthorization: ${LOGIN}\r\nConnection: close\r\n\r\n`,
    );
    const [first] = (await once(socket, 'data')) as [Buffer];
    socket.pause();
    await sleep(3000);
    const spooled = from.spooled();
    if (!toTheEnd) {
      socket.destroy();
      return { spooled, digest: undefined, bytes: 0, head: '' };
    }
    const end = first.indexOf('\r\n\r\n') + 4;
    const hash = createHash('sha256').update(first.subarray(end));
    let bytes = first.length - end;
    for await (const piece of socket) {
      hash.update(piece as Buffer);
      bytes += (piece as Buffer).length;
    }
    return { spooled, digest: `sha256:${hash.digest('hex')}`, bytes, head: first.toString('latin1', 0, end) };
  }

  it('a layer of more than 1 GiB goes through whole to a slow reader, and nginx writes none of it to its disk', async () => {
    const { spooled, digest, bytes, head } = await readSlowly(nginx, true);
    expect(head).toMatch(/^HTTP\/1.1 200 /);
    expect(head).toMatch(new RegExp(`^content-length: ${LARGE}\r$`, 'im'));
    expect({ spooled, digest, bytes }).toEqual({ spooled: [], digest: large, bytes: LARGE });
  });

  it('which it does where it is told not to listen', async () => {
    expect((await readSlowly(spooling, false)).spooled).not.toEqual([]);
  });

  it('connections stay open: to nginx, and from it to stowage', async () => {
    const request = (end: string) =>
      `GET /v2/team/app/tags/list HTTP/1.1\r\nHost: ${STOWAGE}\r\nAuthorization: ${LOGIN}\r\n${end}\r\n`;
    const answer = await nginx.send(STOWAGE, request('').repeat(50) + request('Connection: close\r\n'));
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(51);
    const connections = await run('ss', ['-Htn', 'state', 'established', 'dst', served.address]);
    if (connections.exitCode === 0) {
      const open = connections.stdout.trim().split('\n').length;
      expect(open).toBeGreaterThan(0);
      expect(open).toBeLessThan(20);
    }
  });

  const body = '0\r\n\r\n';
  const smuggled = `GET /v2/_catalog HTTP/1.1\r\nHost: ${STOWAGE}\r\nAuthorization: ${LOGIN}\r\n\r\n`;
  it.each([
    [
      'a length and chunks',
      `Content-Length: ${body.length + smuggled.length}\r\nTransfer-Encoding: chunked\r\n\r\n${body}${smuggled}`,
    ],
    [
      'chunks and a length',
      `Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n${smuggled}${body}`,
    ],
    ['two lengths', `Content-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`],
    ['two hosts', `Host: evil.example.com\r\n\r\n`],
    ['an encoding spelled oddly', `Transfer-Encoding: xchunked\r\n\r\n${body}${smuggled}`],
    ['two encodings', `Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n${body}${smuggled}`],
    ['a space before the colon', `Transfer-Encoding : chunked\r\n\r\n${body}${smuggled}`],
    ['a header with a line end in it', `X: a\r\n\tTransfer-Encoding: chunked\r\n\r\n${body}`],
    ['a header with a NUL', `X\0: a\r\n\r\n`],
    ['a header with a vertical tab', `Transfer-Encoding:\x0bchunked\r\n\r\n${body}${smuggled}`],
    ['a length with a sign', `Content-Length: +${smuggled.length}\r\n\r\n${smuggled}`],
    ['chunks with a size that is none', `Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n${smuggled}`],
    ['a body on GET', `Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`],
    [
      'a body in chunks on GET',
      `Transfer-Encoding: chunked\r\n\r\n${smuggled.length.toString(16)}\r\n${smuggled}\r\n${body}`,
    ],
  ])('nothing is smuggled through: %s', async (_, rest) => {
    const answer = await nginx.send(
      STOWAGE,
      `GET /v2/ HTTP/1.1\r\nHost: ${STOWAGE}\r\nAuthorization: ${LOGIN}\r\n${rest}`,
    );
    const [first, ...more] = answer.match(/HTTP\/1\.1 \d{3}/g) ?? [];
    expect(answer).not.toContain('team/app');
    expect(first).toMatch(/ (4\d\d|501)$/);
    expect(more.filter((status) => status.endsWith('200'))).toEqual([]);
  });

  it('what a client says of where it comes from is not believed', async () => {
    const headers = [
      'X-Forwarded-Host: evil.example.com',
      'X-Forwarded-Prefix: /evil',
      'Forwarded: host=evil.example.com',
    ];
    const answer = await ask(
      at(STOWAGE, '/v2/team/app/tags/list?n=1'),
      ...headers.flatMap((each) => ['-H', each]),
    );
    expect(answer).toMatch(/^link: <\/v2\/team\/app\/tags\/list\?/im);
    expect(answer).not.toContain('evil');
  });
}, [
  ['nginx', 'nginx'],
  ['htpasswd', 'apache2-utils'],
]);
