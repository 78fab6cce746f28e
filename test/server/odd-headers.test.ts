import { connect } from 'node:net';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { Service } from './service.ts';

const dir = sharedDirectory();
/** As much as a header may be, without the rest of a request. */
const ROOM = 15_000;
let service: Service;

beforeAll(async () => {
  const { dir: volume } = demoCopy(dir());
  const db = path.join(dir(), 'stowage.db');
  await stowage(['scan', volume, '--db', db, '--settle', '0s']);
  service = await Service.start([volume, '--db', db, '--log', 'none']);
});
afterAll(() => service?.stop());

/** Sends a request and gives the status, and how long it took. */
async function send(target: string, header: string): Promise<{ status: number; ms: number }> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  let answer = '';
  socket.on('data', (piece: string) => {
    answer += piece;
  });
  socket.on('error', () => {});
  const begun = performance.now();
  socket.write(
    `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${header}\r\nConnection: close\r\n\r\n`,
    'latin1',
  );
  await new Promise((resolve) => socket.on('close', resolve));
  return { status: Number(answer.split(' ')[1]), ms: performance.now() - begun };
}

const filled = (name: string, piece: string) => `${name}: ${piece.repeat(Math.floor(ROOM / piece.length))}`;

describe.each(['/', '/api/v1/usage', '/metrics', '/v2/_catalog', '/v2/shop/web/manifests/2.4.0'])(
  '%s',
  (target) => {
    it.each([
      ['types', filled('Accept', 'a/b;q=0.1, ')],
      ['types of nothing', filled('Accept', ',;,=')],
      ['one type of many parameters', `Accept: a/b${filled('', ';q=0.1').slice(2)}`],
      ['encodings', filled('Accept-Encoding', 'gzip;q=0.001, ')],
      ['encodings of nothing', filled('Accept-Encoding', ', ')],
      ['languages', filled('Accept-Language', 'x-')],
      ['tags that it has', filled('If-None-Match', 'W/"a", ')],
      ['quotes', filled('If-None-Match', '"')],
      ['ranges', filled('Range', 'bytes=0-0,')],
      ['spaces', filled('Authorization', ' ')],
      ['a login that never ends', filled('Authorization', 'Basic AAAA')],
      ['origins', filled('Origin', 'http://a.')],
      ['cookies', filled('Cookie', 'a=b; ')],
      ['many headers', Array.from({ length: 700 }, (_, at) => `X-${at}: a`).join('\r\n')],
    ])('is not kept busy by a header of %s', async (_, header) => {
      await send(target, 'X: y');
      const { status, ms } = await send(target, header);
      expect([200, 206, 304, 400, 403, 431]).toContain(status);
      expect(ms).toBeLessThan(3000);
    });
  },
);
