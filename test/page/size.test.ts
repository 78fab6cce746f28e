import * as fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const BUILT = fileURLToPath(new URL('../../dist/ui/', import.meta.url));

it('the page is at most 70 kB compressed, script and style together', () => {
  const files = fs.readdirSync(BUILT, { recursive: true, encoding: 'utf8' });
  const sent = files.filter((name) => /\.(html|js|css)$/.test(name));
  expect(sent.length).toBe(3);
  const bytes = sent.reduce((sum, name) => sum + gzipSync(fs.readFileSync(BUILT + name)).length, 0);
  expect(bytes).toBeLessThanOrEqual(70_000);
});
