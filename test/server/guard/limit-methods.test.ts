import { describe, expect, it } from 'vitest';
import { parsed, startGuarded } from './guarded-service.ts';

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'SEARCH'];

describe('a method that might change something', () => {
  it.each(METHODS)('%s is refused everywhere, with what is allowed', async (method) => {
    const { get } = await startGuarded({ basePath: '/stowage' });
    for (const path of [
      '/',
      '/healthz',
      '/stowage/',
      '/stowage/api',
      '/stowage/api/',
      '/stowage/api/v1/usage',
      '/stowage/api/images',
      '/stowage/metrics',
      '/v2/',
      '/v2/a/blobs/uploads/',
    ]) {
      const { status, headers } = await get(path, {}, method);
      expect({ path, status, allow: headers.get('allow') }).toEqual({
        path,
        status: 405,
        allow: 'GET, HEAD',
      });
    }
  });

  it('is refused to a registry client as the specification says', async () => {
    const { get } = await startGuarded();
    const { headers, text } = await get('/v2/team/app/blobs/uploads/', { 'content-length': '0' }, 'POST');
    expect(headers.get('docker-distribution-api-version')).toBe('registry/2.0');
    expect(headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(text)).toEqual({
      errors: [
        {
          code: 'UNSUPPORTED',
          message: 'Nothing can be changed here',
          detail: 'stowage only reads: GET and HEAD are all that it answers.',
        },
      ],
    });
  });

  it('is refused to who asks the API as a problem', async () => {
    const { get } = await startGuarded({ basePath: '/stowage' });
    for (const path of ['/stowage/api/v1/plan', '/stowage/api']) {
      const { headers, text } = await get(path, {}, 'DELETE');
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(JSON.parse(text)).toMatchObject({ status: 405, title: 'Nothing can be changed here' });
    }
  });
});

describe('a request with a body', () => {
  it.each([
    ['Content-Length: 5', 'hello'],
    ['Transfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n'],
  ])('is refused, and what follows on its connection is not read: %s', async (header, body) => {
    const { send } = await startGuarded();
    const answer = await send(
      `GET /v2/ HTTP/1.1\r\nHost: localhost\r\n${header}\r\n\r\n${body}GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    );
    expect(parsed(answer).status).toBe(413);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it('may be of no length', async () => {
    const { get } = await startGuarded();
    expect((await get('/v2/', { 'content-length': '0' })).status).toBe(200);
  });

  it.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a length that is none', 'Content-Length: -1\r\n\r\n'],
    ['an encoding that is none', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'Content-Length : 5\r\n\r\nhello'],
    ['a folded header', 'X: a\r\n Content-Length: 5\r\n\r\nhello'],
    ['a line that ends early', 'X: a\nContent-Length: 5\r\n\r\nhello'],
    ['a NUL', 'X: a\0b\r\n\r\n'],
  ])('is no matter of opinion: %s', async (_, rest) => {
    const { send } = await startGuarded();
    const answer = await send(`GET /v2/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${rest}`);
    expect(parsed(answer).status).toBeGreaterThanOrEqual(400);
    expect(parsed(answer).status).toBeLessThan(500);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });
});

describe('HEAD', () => {
  it('is answered as GET is, without the body', async () => {
    const { get } = await startGuarded();
    expect(await get('/v2/', {}, 'HEAD')).toMatchObject({ status: 200, text: '' });
    expect(await get('/v2/', { host: 'evil.example.com' }, 'HEAD')).toMatchObject({ status: 421, text: '' });
  });
});
