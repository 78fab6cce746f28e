import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { type ServedHere, serveHere } from './app-over.ts';

const dir = sharedDirectory();
const db = () => path.join(dir(), 'stowage.db');
let here: ServedHere;

beforeAll(async () => {
  demoCopy(dir());
  await scan();
  await scan();
  here = serveHere(db(), { basePath: '/stowage' });
});
afterAll(() => here.close());

const scan = () => stowage(['scan', path.join(dir(), 'volume'), '--db', db(), '--settle', '0s']);
const get = (query: string, headers?: Record<string, string>) =>
  here.get(`/stowage/api/v1/${query}`, headers);
const print = async (...args: string[]) =>
  JSON.parse((await stowage([...args, '--db', db(), '--json'])).stdout) as unknown;

describe('an answer is what the command prints with --json', () => {
  it.each([
    ['scan', undefined],
    ['report?limit=3', ['report', '--limit', '3']],
    ['usage?by=tag&sort=bytes&reverse=true', ['usage', '--by', 'tag', '--sort', 'bytes', '--reverse']],
    ['usage?repository=shop/api', ['usage', 'shop/api']],
    ['usage?match=shop/*&match=platform/*', ['usage', '--match', 'shop/*', '--match', 'platform/*']],
    ['orphans?min-age=0', ['orphans', '--min-age', '0']],
    ['gc?registry=2.8.3&delete-untagged=true', ['gc', '--registry', '2.8.3', '--delete-untagged']],
    [
      'plan?registry=3&match=*&no-protect-latest=true&min-age=0&limit=2',
      ['plan', '--registry', '3', '--match', '*', '--no-protect-latest', '--min-age', '0', '--limit', '2'],
    ],
    ['plan?keep-last=1&no-protect-latest=false', ['plan', '--keep-last', '1']],
    ['check', ['check']],
    ['ls?repository=shop/web&long=true', ['ls', 'shop/web', '--long']],
    ['where?digest=4298f', ['where', '4298f']],
    ['inspect?reference=shop/api:1.2', ['inspect', 'shop/api:1.2']],
    ['leftovers', ['leftovers']],
    ['duplicates', ['duplicates']],
    ['history?repository=shop/web', ['history', 'shop/web']],
    ['diff?from=1&to=2', ['diff', '1', '2']],
  ] as const)('%s', async (query, args) => {
    const response = await get(query);
    const answer = await response.json();
    expect(response.headers.get('content-type')).toBe('application/json');
    if (args !== undefined) expect(answer).toEqual(await print(...args));
    else expect(answer).toMatchObject({ schema: 'stowage.scan/1', blobs: 57 });
  });
});

describe('the script of a plan', () => {
  it('is what plan --emit writes, as a file to save', async () => {
    const response = await get('plan/script?registry=2.8.3&keep-last=1&min-age=0&emit=ndjson');
    const args = ['plan', '--registry', '2.8.3', '--keep-last', '1', '--min-age', '0', '--emit', 'ndjson'];
    expect(await response.text()).toBe((await stowage([...args, '--db', db()])).stdout);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="plan.ndjson"');
  });

  it('needs a registry', async () => {
    expect((await get('plan/script?keep-last=1')).status).toBe(400);
  });
});

describe('what makes no sense is one sentence, as problem+json', () => {
  it.each([
    ['usage?colour=red', 400, "There is no parameter 'colour'. Expected repository, after, by"],
    ['usage?by=colour', 400, 'by=colour: expected one of repository, namespace'],
    ['usage?limit=some', 400, 'limit=some: Expected a whole number from 0.'],
    ['usage?limit=1&limit=2', 400, 'limit is given 2 times'],
    ['usage?repository=shop/wep', 400, 'Near it: shop/web'],
    ['usage?reverse=yes', 400, 'reverse=yes: expected true or false'],
    ['where', 400, 'digest is missing'],
    ['search?q=', 400, 'q is missing'],
    ['plan?policy=/etc/passwd', 400, "There is no parameter 'policy'"],
    ['plan?in-use=/etc/passwd', 400, "There is no parameter 'in-use'"],
    ['diff?from=/etc/passwd', 400, 'expected a scan of the history'],
    ['diff?to=other.db', 400, 'expected a scan of the history'],
    ['usage?after=nonsense&limit=1', 400, 'after=nonsense'],
    ['usage?after=x', 400, 'say with limit how long one is'],
    ['check?after=x', 400, "There is no parameter 'after'"],
    ['sql?statement=SELECT', 404, 'There is nothing at /stowage/api/v1/sql'],
  ])('%s', async (query, status, sentence) => {
    const response = await get(query);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json',
    ]);
    expect(await response.json()).toMatchObject({ status, detail: expect.stringContaining(sentence) });
  });

  it('but a bug is told to the operator alone', async () => {
    const app = serveHere(db());
    app.app.get('/broken', () => {
      throw new Error('secret');
    });
    const response = await app.get('/broken');
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('secret')]);
    expect(app.said.join()).toContain('secret');
    app.close();
  });
});

describe('pages', () => {
  it.each([
    'usage?limit=3',
    'orphans?limit=1',
    'ls?repository=shop/web&limit=1',
    'gc?registry=2.8&delete-untagged=true&limit=4',
    'plan?registry=3&match=*&min-age=0&limit=3',
  ])('of %s are together the whole list, and no two say the same', async (query) => {
    const whole = (await (await get(query.replace(/&?limit=\d+/, ''))).json()) as Record<string, unknown>;
    const pages: Array<Record<string, unknown>> = [];
    let next: string | undefined = `/stowage/api/v1/${query}`;
    while (next !== undefined) {
      const response = await here.get(next);
      expect(response.status).toBe(200);
      pages.push((await response.json()) as Record<string, unknown>);
      next = /^<(\/stowage\/api\/v1\/[^>]*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(pages.length).toBeGreaterThan(1);
    const lists = Object.entries(whole).filter(
      ([key, value]) => Array.isArray(value) && key !== 'warnings' && key !== 'survivors',
    );
    for (const [key, rows] of lists) expect(pages.flatMap((page) => page[key] as unknown[])).toEqual(rows);
  });

  it('do not go on in another inventory', async () => {
    const link = (await get('usage?limit=1')).headers.get('link') ?? '';
    await scan();
    const response = await here.get(/<([^>]*)>/.exec(link)?.[1] ?? '');
    expect([response.status, await response.json()]).toEqual([
      410,
      expect.objectContaining({ detail: expect.stringContaining('begin again') }),
    ]);
  });
});

describe('the name of an answer', () => {
  it('is the same until a scan, and spares sending it again', async () => {
    const etag = (await get('report')).headers.get('etag') ?? '';
    const again = await get('report', { 'If-None-Match': etag });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    await scan();
    expect((await get('report', { 'If-None-Match': etag })).status).toBe(200);
  });

  it('is another for each question and option, in whatever order these stand', async () => {
    const name = async (query: string) => (await get(query)).headers.get('etag');
    expect(await name('usage?limit=1&sort=bytes')).toBe(await name('usage?sort=bytes&limit=1'));
    const names = await Promise.all(
      ['usage', 'usage?limit=1', 'usage?limit=2', 'usage?limit=1&reverse=true', 'gc'].map(name),
    );
    expect(new Set(names).size).toBe(5);
  });

  it('of what reads the volume is of its bytes', async () => {
    const etag = (await get('inspect?reference=shop/api:1.2')).headers.get('etag') ?? '';
    expect((await get('inspect?reference=shop/api:1.2', { 'If-None-Match': etag })).status).toBe(304);
  });

  it('is weak where it is sent compressed', async () => {
    const plain = (await get('report')).headers.get('etag');
    const packed = await get('report', { 'Accept-Encoding': 'gzip' });
    expect([packed.headers.get('content-encoding'), packed.headers.get('etag')]).toEqual([
      'gzip',
      `W/${plain}`,
    ]);
    expect((await get('report', { 'If-None-Match': `W/${plain}` })).status).toBe(304);
  });
});

it('metrics are those of an export, and of the service by templates of routes', async () => {
  await get('usage?limit=1');
  const text = await (await here.get('/stowage/metrics')).text();
  expect(text).toContain('stowage_volume_blobs{state="tagged"}');
  expect(text).toContain('stowage_http_requests_total{route="/stowage/api/v1/usage",code="200"}');
  expect(text).toContain('stowage_rescan_failures_total 0');
  expect(text).not.toContain('limit=1');
});

it('without an inventory it says so, and runs', async () => {
  const none = serveHere(path.join(dir(), 'none.db'));
  expect((await none.get('/api/v1/usage')).status).toBe(503);
  expect([(await none.get('/healthz')).status, (await none.get('/readyz')).status]).toEqual([200, 503]);
  expect((await none.get('/metrics')).status).toBe(200);
  const status = await none.json('/api/v1/status');
  // That none is there yet is no error.
  expect(status).toMatchObject({ inventory: null });
  expect(status).not.toHaveProperty('error');
  none.close();
});
