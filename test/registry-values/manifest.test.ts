import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { couldBeManifest, parseManifest } from '../../src/registry/manifest.ts';
import {
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../src/registry/media-types.ts';
import { madeDigest } from '../support/made-bytes.ts';

const [CONFIG, LAYER, CHILD] = ['config', 'layer', 'child'].map((name) => madeDigest(name)) as [
  string,
  string,
  string,
];
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: CONFIG, size: 7 };
const layers = [{ digest: LAYER, size: 20 }];
const manifests = [{ digest: CHILD, size: 500 }];

describe('the form of a manifest', () => {
  it.each([
    ['schema2', { schemaVersion: 2, mediaType: DOCKER_MANIFEST, config, layers }],
    ['oci-image', { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers }],
    ['oci-image', { schemaVersion: 2, config, layers }],
    ['oci-image', { schemaVersion: 2, config, layers, manifests: null }],
    ['index', { schemaVersion: 2, mediaType: OCI_INDEX, manifests }],
    ['index', { schemaVersion: 2, mediaType: DOCKER_MANIFEST_LIST, manifests }],
    ['index', { schemaVersion: 2, manifests }],
    // Without a media type `manifests` decides, whatever else there is, and even where it is empty.
    ['index', { schemaVersion: 2, manifests: [], config, layers }],
    ['schema1', { schemaVersion: 1, fsLayers: [{ blobSum: LAYER }] }],
    ['schema1', { schemaVersion: 1, mediaType: OCI_MANIFEST, fsLayers: [] }],
    ['unparsable', { schemaVersion: 3, mediaType: OCI_MANIFEST, config, layers }],
    ['unparsable', { schemaVersion: 2, mediaType: 'application/vnd.oci.artifact.manifest.v1+json', layers }],
    ['unparsable', { mediaType: OCI_MANIFEST, config, layers }],
    ['unparsable', null],
    ['unparsable', []],
    ['unparsable', 'text'],
  ])('is %s for %j', (form, document) => {
    expect(parse(document).form).toBe(form);
  });

  it('that 3.x no longer reads is schema 1', () => {
    const { fault2x, fault3x } = parse({ schemaVersion: 1, fsLayers: [] });
    expect([fault2x, fault3x]).toEqual([undefined, expect.stringContaining('schema version 1')]);
  });
});

describe('what a manifest refers to', () => {
  it('is its config and then its layers, for an image', () => {
    const references = parse({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers }).references;
    expect(references).toMatchObject([
      { kind: 'config', digest: CONFIG, bytes: 7, mediaType: config.mediaType, isForeign: false },
      { kind: 'layer', digest: LAYER, bytes: 20, mediaType: '', isForeign: false },
    ]);
  });

  it("is an index's children, with their platforms and annotations", () => {
    const platform = { os: 'linux', architecture: 'arm', variant: 'v7', 'os.version': '1' };
    const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
    const { references } = parse({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [{ digest: CHILD, size: 1, platform, annotations }, { digest: LAYER }],
    });
    expect(references).toMatchObject([
      { kind: 'manifest', digest: CHILD, platform: 'linux/arm/v7' },
      { kind: 'manifest', digest: LAYER, platform: '', bytes: undefined },
    ]);
    expect([...(references[0]?.annotations ?? [])]).toEqual(Object.entries(annotations));
  });

  it('is the layers of schema 1, topmost first as they stand there', () => {
    const { references } = parse({ schemaVersion: 1, fsLayers: [{ blobSum: LAYER }, { blobSum: CONFIG }] });
    expect(references.map(({ kind, digest }) => [kind, digest])).toEqual([
      ['layer', LAYER],
      ['layer', CONFIG],
    ]);
  });

  it('may be elsewhere: a layer with urls is foreign, one with an empty list is not', () => {
    const { references } = parse({
      schemaVersion: 2,
      config,
      layers: [
        { digest: LAYER, urls: ['https://layers.example.com/1'] },
        { digest: CHILD, urls: [] },
      ],
    });
    expect(references.map(({ isForeign }) => isForeign)).toEqual([false, true, false]);
  });

  it('is not its subject, which is told apart', () => {
    const { subject, references } = parse({ schemaVersion: 2, config, layers, subject: { digest: CHILD } });
    expect(subject).toBe(CHILD);
    expect(references.map(({ digest }) => digest)).toEqual([CONFIG, LAYER]);
  });

  it.each([5, 'x', [], { digest: 7 }, null])('is still read where its subject is nonsense: %j', (subject) => {
    expect(parse({ schemaVersion: 2, config, layers, subject })).toMatchObject({
      subject: '',
      form: 'oci-image',
    });
  });

  it('is found by its looks where the manifest does not parse', () => {
    const torn = JSON.stringify({ schemaVersion: 2, config, layers }).slice(0, -3);
    expect(parseText(torn).references).toMatchObject([
      { kind: 'guess', digest: CONFIG },
      { kind: 'guess', digest: LAYER },
    ]);
  });

  it('is found even in bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(`{"digest":"${LAYER}"`)]);
    expect(parseManifest(bytes).references).toMatchObject([{ kind: 'guess', digest: LAYER }]);
  });
});

describe('keys', () => {
  it.each([
    ['in capitals', `{"SCHEMAVERSION":2,"CONFIG":{"DIGEST":"${CONFIG}"},"LAYERS":[{"DIGEST":"${LAYER}"}]}`],
    [
      'with a long s',
      `{"\u017fchemaVer\u017fion":2,"config":{"dige\u017ft":"${CONFIG}"},"layer\u017f":[{"digest":"${LAYER}"}]}`,
    ],
    [
      'twice: the later one counts',
      `{"schemaVersion":2,"config":{"digest":"${CHILD}"},"Config":{"digest":"${CONFIG}"},"layers":[{"digest":"${CHILD}","Digest":"${LAYER}"}]}`,
    ],
    [
      'twice: structs are merged',
      `{"schemaVersion":2,"config":{"digest":"${CONFIG}"},"config":{"size":1},"layers":[{"digest":"${LAYER}"}]}`,
    ],
    [
      'twice: null takes nothing back',
      `{"schemaVersion":2,"schemaVersion":null,"config":{"digest":"${CONFIG}"},"config":null,"layers":[{"digest":"${LAYER}"}]}`,
    ],
    [
      'named as what every object has',
      `{"schemaVersion":2,"__proto__":{"config":1},"constructor":1,"config":{"digest":"${CONFIG}"},"layers":[{"digest":"${LAYER}"}]}`,
    ],
  ])('%s', (_, text) => {
    expect(parseText(text).references.map(({ digest }) => digest)).toEqual([CONFIG, LAYER]);
  });

  it('do not reach the prototype of anything', () => {
    parseText('{"schemaVersion":2,"__proto__":{"polluted":1},"config":{"__proto__":{"polluted":1}}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('a hostile manifest', () => {
  const nested = (levels: number) =>
    `{"schemaVersion":2,"config":{"digest":"${CONFIG}"},"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

  it('may nest 10,000 deep and no deeper, as Go allows', () => {
    expect(parseText(nested(10_000)).form).toBe('oci-image');
    expect(parseText(nested(10_001)).form).toBe('unparsable');
  });

  it('of 4 MiB of brackets is refused and does not exhaust the stack', () => {
    const half = 2 * 1024 * 1024;
    expect(parseText('['.repeat(half) + ']'.repeat(half)).form).toBe('unparsable');
    expect(parseText('{"a":'.repeat(half / 3)).form).toBe('unparsable');
  });

  it('is parsed or refused, and never throws', () => {
    const document = fc.oneof(fc.json(), fc.string(), manifestLike());
    fc.assert(
      fc.property(document, (text) => {
        const { form, references } = parseText(text);
        expect(typeof form).toBe('string');
        for (const { digest } of references) expect(typeof digest).toBe('string');
      }),
      { numRuns: 1000 },
    );
  });

  it('that was torn at any place still refers to every digest that is whole in it', () => {
    const text = JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers });
    for (let length = 0; length < text.length; length++) {
      const torn = text.slice(0, length);
      const whole = [CONFIG, LAYER].filter((digest) => torn.includes(digest));
      expect(parseText(torn).references.map(({ digest }) => digest)).toEqual(whole);
    }
  });
});

describe('couldBeManifest', () => {
  it.each([
    ['{"schemaVersion"', true],
    ['\r\n\t {', true],
    ['', false],
    ['   ', false],
    ['\x1f\x8b\x08\x00', false], // gzip
    ['(\xb5/\xfd', false], // zstd
    ['etc/passwd\0\0\0', false], // tar
    ['[', false],
  ])('%j: %s', (start, expected) => {
    expect(couldBeManifest(Buffer.from(start, 'latin1'))).toBe(expected);
  });
});

/** Documents with the right keys and values of any type. */
function manifestLike(): fc.Arbitrary<string> {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(CONFIG, config, layers, manifests, 2, 1, OCI_INDEX));
  const key = fc.constantFrom(
    'schemaVersion',
    'mediaType',
    'config',
    'layers',
    'manifests',
    'fsLayers',
    'digest',
  );
  return fc.dictionary(key, value).map((entries) => JSON.stringify({ schemaVersion: 2, ...entries }));
}

function parse(document: unknown) {
  return parseText(JSON.stringify(document));
}

function parseText(text: string) {
  return parseManifest(Buffer.from(text));
}
