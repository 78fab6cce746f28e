import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../src/registry/manifest/read-manifest.ts';

/** A manifest, and what a registry's collector made of it: fixtures/recorded/manifest-decoding.ndjson. */
interface Probe {
  name: string;
  content_base64: string;
  /** Of a real registry 2.8.2's `garbage-collect`: 0, 1 for a manifest it cannot read, 2 where it panics. */
  exit: 0 | 1 | 2;
  error: string | null;
  /** The digests it marked, as it printed them. */
  marks: string[];
  /** The same of 3.x's structs, compiled apart from the registry. */
  v3: { exit: 0 | 1 | 2; refs: string[] };
}

const FIXTURE = new URL('../../fixtures/recorded/manifest-decoding.ndjson', import.meta.url);
const probes = fs
  .readFileSync(FIXTURE, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Probe);

describe('manifests recorded with registry 2.8.2', () => {
  it.each(probes)('$name', ({ content_base64, exit, error, marks }) => {
    const { fault2x, references } = parseManifest(Buffer.from(content_base64, 'base64'));
    expect(fault2x === undefined, `2.8.2 says ${error}; we say ${fault2x}`).toBe(exit === 0);
    if (exit === 0) expect(digestsOf(references)).toEqual(asSet(marks));
  });
});

describe("the same manifests, decoded by 3.x's structs", () => {
  it.each(probes)('$name', ({ content_base64, v3 }) => {
    const { fault3x, references } = parseManifest(Buffer.from(content_base64, 'base64'));
    expect(fault3x === undefined, fault3x).toBe(v3.exit === 0);
    if (v3.exit === 0) expect(digestsOf(references)).toEqual(asSet(v3.refs));
  });
});

function digestsOf(references: ReadonlyArray<{ digest: string }>): Set<string> {
  return asSet(references.map(({ digest }) => digest));
}

/** For bytes that are no UTF-8, Go and Node differ in how many U+FFFD they write; no blob can have such a name. */
function asSet(digests: readonly string[]): Set<string> {
  return new Set(digests.map((digest) => digest.replace(/\ufffd+/g, '\ufffd')));
}
