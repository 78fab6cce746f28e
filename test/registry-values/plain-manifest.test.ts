import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGoJson } from '../../src/registry/manifest/go-json.ts';
import type { Manifest } from '../../src/registry/manifest/manifest.ts';
import {
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../src/registry/manifest/media-types.ts';
import { readPlainManifest } from '../../src/registry/manifest/plain-manifest.ts';
import { decodeBoth, parseManifest } from '../../src/registry/manifest/read-manifest.ts';
import { madeDigest } from '../support/made-bytes.ts';

const recorded = readFileSync(
  new URL('../../fixtures/recorded/manifest-decoding.ndjson', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as { name: string; content_base64: string });

const text = fc.constantFrom('', 'linux', 'arm64', 'v8', 'application/vnd.in-toto+json', madeDigest('a'));
/** Mostly what belongs there, sometimes not. */
const mostly = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 30, arbitrary: usual as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
/** Mostly these members, sometimes one more. */
const withMore = (
  usual: Record<string, fc.Arbitrary<unknown>>,
  more: Record<string, fc.Arbitrary<unknown>>,
) =>
  fc
    .tuple(
      fc.record(usual),
      fc.oneof(
        { weight: 20, arbitrary: fc.constant({}) },
        ...Object.entries(more).map(([name, value]) => ({
          weight: 1,
          arbitrary: fc.record({ [name]: value }),
        })),
      ),
    )
    .map(([members, extra]) => ({ ...members, ...extra }));

const platform = withMore(
  { os: mostly(text), architecture: text, variant: text },
  { 'os.features': fc.array(text) },
);
const descriptor = withMore(
  { mediaType: mostly(text), size: mostly(fc.nat()), digest: mostly(text) },
  { urls: fc.array(text), annotations: fc.dictionary(text, text), data: text, Size: fc.nat(), platform },
);
const child = fc.tuple(descriptor, mostly(platform)).map(([members, of]) => ({ ...members, platform: of }));
const contents = (maxLength: number, of: fc.Arbitrary<unknown>) => mostly(fc.array(of, { maxLength }));
const odd = {
  annotations: fc.dictionary(text, text),
  MediaType: text,
  subject: descriptor,
  artifactType: text,
};
const schemaVersion = mostly(fc.constant(2));
const image = withMore(
  {
    schemaVersion,
    mediaType: fc.constantFrom(DOCKER_MANIFEST, OCI_MANIFEST),
    config: mostly(descriptor),
    layers: contents(3, descriptor),
  },
  { ...odd, manifests: fc.constant([]) },
);
const index = withMore(
  {
    schemaVersion,
    mediaType: fc.constantFrom(DOCKER_MANIFEST_LIST, OCI_INDEX),
    manifests: contents(2, fc.oneof(child, descriptor)),
  },
  { ...odd, config: descriptor },
);

describe('the short way through a manifest', () => {
  it('reads every recorded manifest that it takes as the decoder does', () => {
    const taken = recorded.filter(({ content_base64 }) => takesAlike(Buffer.from(content_base64, 'base64')));
    expect(taken.length).toBeGreaterThan(0);
  });

  it('reads manifests of any shape that it takes as the decoder does', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(image, index), fc.constantFrom(undefined, 2, 3), (value, indent) => {
        if (takesAlike(Buffer.from(JSON.stringify(value, null, indent)))) taken++;
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(300);
    expect(taken).toBeLessThan(2700);
  });

  it('takes what docker, skopeo and buildx push', () => {
    const config = {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      size: 7,
      digest: madeDigest('c'),
    };
    const layers = [
      { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', size: 1, digest: madeDigest('l') },
    ];
    const image = { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers };
    const child = { mediaType: OCI_MANIFEST, size: 9, digest: madeDigest('m') };
    const manifests = [{ ...child, platform: { architecture: 'arm64', os: 'linux', variant: 'v8' } }];
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
    for (const each of [image, index]) expect(readPlainManifest(each)).toBeDefined();
    expect(readPlainManifest(index)?.references[0]?.platform).toBe('linux/arm64/v8');
  });
});

/** Whether the short way takes the document; fails where it reads it otherwise than the long way. */
function takesAlike(content: Buffer): boolean {
  let parsed: unknown;
  try {
    parsed = parseGoJson(content);
  } catch {
    return false;
  }
  const plain: Manifest | undefined = readPlainManifest(parsed);
  if (plain === undefined) return false;
  expect(plain).toEqual(decodeBoth(parsed, content));
  expect(parseManifest(content)).toEqual(plain);
  return true;
}
