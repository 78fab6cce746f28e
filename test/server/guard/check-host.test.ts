import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { TOKEN, tokenFile } from './files.ts';
import { startGuarded } from './guarded-service.ts';

const dir = temporaryDirectory();

describe('the host that is asked for', () => {
  it.each([
    ['127.0.0.1', 200],
    ['127.0.0.1:5000', 200],
    ['10.1.2.3:7080', 200],
    ['[::1]:7080', 200],
    ['[fe80::1]', 200],
    ['localhost', 200],
    ['LOCALHOST:80', 200],
    ['localhost.', 200],
    ['stowage.example.com', 200],
    ['Stowage.Example.com:8443', 200],
    ['evil.example.com', 421],
    ['localhost.evil.example.com', 421],
    ['127.0.0.1.evil.example.com', 421],
    ['stowage.example.com.evil.example.com', 421],
    ['evil-stowage.example.com', 421],
    ['user@127.0.0.1', 400],
    ['evil.example.com@127.0.0.1', 400],
    ['127.0.0.1 evil.example.com', 400],
    ['evil.example.com/127.0.0.1', 400],
    ['', 400],
  ])('%j: %d', async (host, status) => {
    const { get } = await startGuarded({ allowHost: ['stowage.example.com'] });
    expect((await get('/', { host })).status).toBe(status);
    expect((await get('/healthz', { host })).status).toBe(status);
  });

  it('is one: two are refused, whatever they say', async () => {
    const { send } = await startGuarded();
    const answer = await send(
      'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });

  it('is that of the address, where the whole address is sent', async () => {
    const { send } = await startGuarded();
    const ask = (address: string) =>
      send(`GET ${address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(await ask('http://evil.example.com/')).toMatch(/^HTTP\/1.1 421 /);
    expect(await ask('http://localhost/')).toMatch(/^HTTP\/1.1 200 /);
  });

  it('may be any where one has to log in', async () => {
    const { get } = await startGuarded({ tokenFile: tokenFile(dir()) });
    const headers = { host: 'registry.example.com', authorization: `Bearer ${TOKEN}` };
    expect((await get('/', headers)).status).toBe(200);
    expect((await get('/', { host: 'registry.example.com' })).status).toBe(401);
  });

  it('is named where it is refused, with what to do', async () => {
    const { get } = await startGuarded();
    const { text, headers } = await get('/', { host: 'disk.lan:7080' });
    expect(text).toBe(
      "Not asked under a name of its own: This service does not answer to 'disk.lan': ask it by its address, or start it with --allow-host disk.lan.\n",
    );
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
  });
});

describe('a page of another site', () => {
  const PAGE = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  const host = 'localhost:7080';
  it.each<[string, string, Record<string, string>, number]>([
    ['a program', '/api/v1/usage', {}, 200],
    ['the page itself', '/api/v1/usage', { 'sec-fetch-site': 'same-origin' }, 200],
    [
      'the page itself, where the proxy gave another Host',
      '/',
      { 'sec-fetch-site': 'same-origin', origin: 'https://stowage.example.com' },
      200,
    ],
    ['a person who types the address', '/api/v1/usage', { 'sec-fetch-site': 'none', ...PAGE }, 200],
    ['a link in a wiki', '/', { 'sec-fetch-site': 'cross-site', ...PAGE }, 200],
    ['a link to the API', '/api/v1/usage', { 'sec-fetch-site': 'cross-site', ...PAGE }, 403],
    ['a link to a blob', '/v2/team/app/tags/list', { 'sec-fetch-site': 'cross-site', ...PAGE }, 403],
    [
      'a frame',
      '/',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      403,
    ],
    [
      'an image',
      '/v2/',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
      403,
    ],
    [
      'a script',
      '/assets/page.js',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
      403,
    ],
    ['fetch of an old browser', '/api/v1/usage', { origin: 'http://evil.example.com' }, 403],
    ['fetch of a sandboxed frame', '/api/v1/usage', { origin: 'null' }, 403],
    [
      'fetch from another port',
      '/api/v1/usage',
      { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
      403,
    ],
    ['fetch from its own', '/api/v1/usage', { origin: 'http://localhost:7080' }, 200],
    ['fetch through TLS before it', '/api/v1/usage', { origin: 'https://localhost:7080' }, 200],
    [
      'an origin that is none',
      '/api/v1/usage',
      { origin: 'http://localhost:7080, http://evil.example.com' },
      403,
    ],
  ])('%s', async (_, path, headers, status) => {
    const { get } = await startGuarded();
    expect((await get(path, { host, ...headers })).status).toBe(status);
  });

  it('is refused where one has to log in as well: a browser sends a password that it knows', async () => {
    const { get } = await startGuarded({ tokenFile: tokenFile(dir()) });
    const headers = { host, authorization: `Bearer ${TOKEN}`, 'sec-fetch-site': 'cross-site' };
    expect((await get('/api/v1/usage', headers)).status).toBe(403);
  });
});
