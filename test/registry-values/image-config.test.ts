import { describe, expect, it } from 'vitest';
import { diffIdsIn, readImageConfig } from '../../src/registry/manifest/image-config.ts';
import { readManifestTexts } from '../../src/registry/manifest/manifest-texts.ts';

const config = (value: unknown) =>
  readImageConfig(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

const ID = `sha256:${'1'.repeat(64)}`;

describe('a config', () => {
  it.each([
    [
      [ID, 2],
      [ID, ''],
    ],
    ['no list', []],
    [undefined, []],
  ])('says %j of what its layers hold, as written', (ids, read) => {
    expect(diffIdsIn({ rootfs: { type: 'layers', diff_ids: ids } })).toEqual(read);
  });

  it('tells when and for what an image was made, its labels, and what made each layer', () => {
    expect(
      config({
        created: '2026-01-05T09:00:00.123456789+01:00',
        os: 'linux',
        architecture: 'arm64',
        variant: 'v8',
        config: { Labels: { 'org.opencontainers.image.source': 'https://git.example/shop' } },
        history: [
          { created_by: 'ADD rootfs.tar /' },
          { created_by: 'ENV A=b', empty_layer: true },
          { comment: 'imported' },
        ],
        rootfs: { type: 'layers', diff_ids: [ID, 2] },
      }),
    ).toEqual({
      created: '2026-01-05T08:00:00.123Z',
      platform: 'linux/arm64/v8',
      labels: { 'org.opencontainers.image.source': 'https://git.example/shop' },
      history: ['ADD rootfs.tar /', ''],
    });
  });

  it.each([
    ['2026-01-05T08:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05t08:00:00z', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T08:00:00.5-01:30', '2026-01-05T09:30:00.500Z'],
    ['0002-01-01T00:00:00Z', '0002-01-01T00:00:00.000Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
  ])('was made when %j is', (created, time) => {
    expect(config({ created })?.created).toBe(time);
  });

  it.each([
    ['2026-01-05'],
    ['2026-01-05T08:00Z'],
    ['2026-01-05T08:00:00'],
    ['yesterday'],
    ['0001-01-01T00:00:00Z'],
    ['2026-13-45T00:00:00Z'],
    ['2026-02-30T00:00:00Z'],
    ['2026-01-05T24:00:00Z'],
    [1_767_600_000],
    ['\u001b[2J2026-01-05T08:00:00Z'],
    ['2026-01-05T08:00:00Z\0'],
    ['+002026-01-05T08:00:00Z'],
  ])('was made at no time that %j is', (created) => {
    expect(config({ created })).toEqual({ labels: {}, history: [] });
  });

  it('is for what of its platform is said', () => {
    expect(config({ os: '', architecture: 'arm64', variant: '' })?.platform).toBe('arm64');
  });

  it.each([
    [''],
    ['nonsense'],
    ['[]'],
    ['null'],
    ['"text"'],
    ['['.repeat(1_000_000)],
    ['{"a":'.repeat(100_000)],
  ])('is none where it is no object: %.20s', (text) => expect(config(text)).toBeUndefined());

  it('of which everything has another type than it should says nothing', () => {
    const odd = {
      created: {},
      os: 1,
      architecture: [],
      variant: null,
      config: [],
      history: { 0: {} },
      rootfs: 'a',
    };
    expect(config(odd)).toEqual({ labels: {}, history: [] });
    expect(config({ config: { Labels: ['a'] }, history: [null, 1, 'x', []] })).toEqual({
      labels: {},
      history: ['', '', '', ''],
    });
    expect(config({ config: { Labels: { a: 1, b: null, c: 'text' } } })?.labels).toEqual({ c: 'text' });
  });

  it('however deep is read, and changes no object but its own', () => {
    const deep = `{"created":"2026-01-05T08:00:00Z","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(config(deep)?.created).toBe('2026-01-05T08:00:00.000Z');
    const { labels } = config('{"config":{"Labels":{"__proto__":"x","constructor":"y"}}}')!;
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('a manifest', () => {
  it('has annotations, and names for the files in it', () => {
    const title = { 'org.opencontainers.image.title': 'model.bin' };
    const text = JSON.stringify({
      annotations: { a: 'b', c: 1 },
      layers: [{ annotations: title }, {}, null],
    });
    expect(readManifestTexts(Buffer.from(text))).toEqual({
      annotations: { a: 'b' },
      layerTitles: ['model.bin', '', ''],
    });
  });

  it('that is none says nothing', () => {
    expect(readManifestTexts(Buffer.from([0xff, 0x00]))).toEqual({ annotations: {}, layerTitles: [] });
  });
});
