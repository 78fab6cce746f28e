import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { htpasswdFile, htpasswdLine } from './files.ts';
import { basic, type GuardedService, startGuarded } from './guarded-service.ts';

const dir = temporaryDirectory();
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

/** The lines, when so many are there. */
async function lines({ logged }: GuardedService, count = 1): Promise<string[]> {
  await expect.poll(() => logged.length).toBe(count);
  return logged;
}

describe('the log of requests', () => {
  it('has one on a line, with who asked, what, and what came of it', async () => {
    const service = await startGuarded({
      log: 'line',
      htpasswd: htpasswdFile(dir(), htpasswdLine('alice', 'x')),
    });
    const { text, headers } = await service.get('/v2/a?n=5', {
      ...basic('alice', 'x'),
      'user-agent': 'docker/24.0',
    });
    const [line] = await lines(service);
    expect(line).toMatch(
      new RegExp(`^${TIME} 127\\.0\\.0\\.1 "alice" GET /v2/a\\?n=5 200 \\d+B \\d+ms "docker/24\\.0"$`),
    );
    const bytes = Number(/ (\d+)B /.exec(line ?? '')?.[1]);
    expect(bytes).toBeGreaterThan(text.length + [...headers].join('').length);
  });

  it('has it as an object', async () => {
    const service = await startGuarded({ log: 'json' });
    await service.get('/v2/');
    const [line] = await lines(service);
    expect(JSON.parse(line ?? '')).toEqual({
      time: expect.stringMatching(new RegExp(`^${TIME}$`)),
      address: '127.0.0.1',
      method: 'GET',
      path: '/v2/',
      status: 200,
      bytes: expect.any(Number),
      ms: expect.any(Number),
    });
  });

  it('has what was refused, and no name that nobody proved to have', async () => {
    const service = await startGuarded({
      log: 'line',
      htpasswd: htpasswdFile(dir(), htpasswdLine('alice', 'x')),
    });
    await service.get('/', basic('my password', ''));
    await service.get('/', {}, 'DELETE');
    await service.get('/', { 'sec-fetch-site': 'cross-site' });
    await lines(service, 3);
    expect(service.logged.map((line) => line.slice(25))).toEqual([
      expect.stringMatching(/^127\.0\.0\.1 - GET \/ 401 \d+B \d+ms -$/),
      expect.stringMatching(/^127\.0\.0\.1 - DELETE \/ 405 \d+B \d+ms -$/),
      expect.stringMatching(/^127\.0\.0\.1 - GET \/ 403 \d+B \d+ms -$/),
    ]);
    expect(service.logged.join()).not.toContain('password');
  });

  it.each([
    ['bytes that are no request', 'NONSENSE\r\n\r\n', '- - 400'],
    ['a header that is too long', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '- - 431'],
    [
      'a length and pieces at once',
      'GET /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '- - 400',
    ],
    [
      'two lengths',
      'GET /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n',
      '- - 400',
    ],
    [
      'a folded header',
      'GET /a HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\nTransfer-Encoding : chunked\r\n\r\n',
      '- - 400',
    ],
    ['no host', 'GET /a HTTP/1.1\r\nConnection: close\r\n\r\n', 'GET /a 400'],
    ['a host that is none', 'GET /a HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 'GET /a 400'],
    ['what is expected of it', 'GET /a HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\n\r\n', 'GET /a 417'],
    ['a way to another host', 'CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n', '- - 405'],
  ])('has what is refused before anybody sees it: %s', async (_, sent, logged) => {
    const service = await startGuarded({ log: 'line' });
    const answer = await service.send(sent);
    const [line = ''] = await lines(service);
    expect(line.slice(25)).toMatch(new RegExp(`^127\\.0\\.0\\.1 - ${logged} \\d+B \\d+ms -$`));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${logged.slice(-3)} `));
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it('has a header that did not end in time', async () => {
    const service = await startGuarded({ log: 'line' });
    const answer = await service.send('GET / HTTP/1.1\r\nHost: loc');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect((await lines(service))[0]?.slice(25)).toMatch(/^127\.0\.0\.1 - - - 408 /);
  }, 30_000);

  it('is none', async () => {
    const service = await startGuarded({ log: 'none' });
    await service.get('/');
    expect(service.logged).toEqual([]);
  });

  it('tells who went away', async () => {
    const service = await startGuarded({
      log: 'line',
      htpasswd: htpasswdFile(dir(), htpasswdLine('alice', 'x', '-B', 10)),
    });
    const socket = connect(service.port, '127.0.0.1');
    const { authorization } = basic('alice', 'y');
    socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\n\r\n`);
    setTimeout(() => socket.destroy(), 20);
    expect((await lines(service))[0]).toMatch(/ aborted$/);
  });
});

describe.each(['line', 'json'] as const)('nothing from a request acts on who reads the log: %s', (log) => {
  it.each<[string, (service: GuardedService) => Promise<unknown>]>([
    ['the program', ({ get }) => get('/', { 'user-agent': '"\x9b31m\x85"\\ \t \xad end' })],
    ['the path', ({ get }) => get(`/"'<script>{%1b[31m}|^`)],
    ['a path that goes on for ever', ({ get }) => get(`/${'x'.repeat(8000)}`)],
    ['the user', ({ get }) => get('/', basic('a\u202e\x1b[31m"\n\u2028', 'x'))],
    [
      'a host',
      ({ get }) => get('/', { host: 'localhost', 'x-forwarded-for': '"\x9b', forwarded: 'for="\x9b' }),
    ],
  ])('%s', async (_, ask) => {
    const file = htpasswdFile(dir(), htpasswdLine('a\u202e\x1b[31m"', 'x'));
    const service = await startGuarded({ log, htpasswd: file });
    await ask(service);
    const [line = ''] = await lines(service);
    expect(line).toMatch(/^[\x20-\x7e\xa1-\xff]+$/);
    expect(line.length).toBeLessThan(2500);
    if (log === 'json') expect(JSON.parse(line)).toMatchObject({ method: 'GET' });
    else expect(line.split(' ').slice(1, 4).join(' ')).toMatch(/^127\.0\.0\.1 (-|".*") GET$/);
  });

  it('X-Forwarded-For is not believed', async () => {
    const service = await startGuarded({ log });
    await service.get('/', {
      'x-forwarded-for': '8.8.8.8',
      'x-real-ip': '8.8.8.8',
      forwarded: 'for=8.8.8.8',
    });
    expect((await lines(service))[0]).not.toContain('8.8.8.8');
  });
});
