import { describe, expect, it } from 'vitest';
import {
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../src/registry/manifest/media-types.ts';
import { couldBeManifest, parseManifest } from '../../src/registry/manifest/read-manifest.ts';
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

  it('is found by its looks where the manifest does not parse, and nothing else is known of it', () => {
    const torn = JSON.stringify({ schemaVersion: 2, config, layers }).slice(0, -3);
    const nothing = {
      bytes: undefined,
      mediaType: '',
      platform: '',
      isForeign: false,
      annotations: undefined,
    };
    expect(parseText(torn)).toEqual({
      form: 'unparsable',
      kind: 'unknown',
      mediaType: '',
      artifactType: '',
      configMediaType: '',
      subject: '',
      annotations: undefined,
      references: [
        { kind: 'guess', digest: CONFIG, ...nothing },
        { kind: 'guess', digest: LAYER, ...nothing },
      ],
      fault2x: 'not valid JSON',
      fault3x: 'not valid JSON',
    });
  });

  it('has a platform and annotations where an index lists it, and not where an image has it', () => {
    const described = { digest: LAYER, platform: { os: 'linux' }, annotations: { a: 'b', c: null } };
    const { references } = parse({ schemaVersion: 2, config, layers: [described] });
    expect(references[1]).toMatchObject({ platform: '', annotations: undefined });
    const [child] = parse({ schemaVersion: 2, manifests: [described] }).references;
    expect([child?.platform, [...(child?.annotations ?? [])]]).toEqual([
      'linux',
      [
        ['a', 'b'],
        ['c', ''],
      ],
    ]);
  });

  it('is found even in bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(`{"digest":"${LAYER}"`)]);
    expect(parseManifest(bytes).references).toMatchObject([{ kind: 'guess', digest: LAYER }]);
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

function parse(document: unknown) {
  return parseText(JSON.stringify(document));
}

function parseText(text: string) {
  return parseManifest(Buffer.from(text));
}
