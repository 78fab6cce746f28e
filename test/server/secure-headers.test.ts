import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { type ServedHere, serveHere } from './app-over.ts';

const dir = sharedDirectory();
const SCRIPT = '<script>fetch("/api/v1/usage")</script>';
const TYPES = ['text/html', 'text/html;charset=utf-8', 'application/xhtml+xml', 'image/svg+xml', 'TEXT/HTML'];
let here: ServedHere;

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  for (const [at, mediaType] of TYPES.entries())
    volume
      .repository('team/app')
      .manifest(JSON.stringify({ schemaVersion: 2, mediaType, layers: [], note: SCRIPT }), { tag: `v${at}` });
  const db = path.join(dir(), 'stowage.db');
  await stowage(['scan', path.join(dir(), 'volume'), '--db', db, '--settle', '0s']);
  here = serveHere(db);
});
afterAll(() => here.close());

describe('what a browser is told of what comes from a volume', () => {
  it.each([...TYPES.entries()])('of a manifest %i that calls itself %s: not to run it', async (at) => {
    const { status, headers } = await here.get(`/v2/team/app/manifests/v${at}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\//);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    '/v2/',
    '/v2/_catalog',
    '/v2/none/tags/list',
    '/api/v1/usage',
    '/api/v1/nothing',
    '/api/images',
    '/metrics',
    '/',
  ])('at %s: to guess at nothing, and to load nothing from elsewhere', async (place) => {
    const { headers } = await here.get(place);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });
});
