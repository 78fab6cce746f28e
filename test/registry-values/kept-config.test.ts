import { describe, expect, it } from 'vitest';
import { readKeptConfig } from '../../src/registry/manifest/kept-config.ts';
import { madeDigest } from '../support/made-bytes.ts';

const kept = (value: unknown) => readKeptConfig(Buffer.from(JSON.stringify(value)))!;
const NONE = { source: '', revision: '', version: '', vendor: '' };
const ID = madeDigest('content');
const withIds = (ids: readonly string[], lines: readonly string[] = []) =>
  kept({ rootfs: { diff_ids: ids }, history: lines.map((line) => ({ created_by: line })) });

describe('what is kept of a config', () => {
  it('is nothing of what is no object', () => {
    expect(readKeptConfig(Buffer.from('[]'))).toBeUndefined();
  });

  it('is when and for what it was made, four labels, and what its layers are', () => {
    const labels = { source: 'https://git.example', revision: 'c0ffee', version: '1', vendor: 'us' };
    const spelled = Object.entries(labels).map(([key, text]) => [`org.opencontainers.image.${key}`, text]);
    const config = kept({
      created: '2026-01-05T08:00:00Z',
      os: 'linux',
      architecture: 'arm64',
      config: { Labels: { ...Object.fromEntries(spelled), 'org.opencontainers.image.title': 'x' } },
      history: [{ created_by: 'ADD . /' }],
      rootfs: { diff_ids: [ID] },
    });
    expect(config).toEqual({
      createdAt: Date.UTC(2026, 0, 5, 8) * 1000,
      platform: 'linux/arm64',
      labels,
      diffIds: Buffer.from(ID.slice(7), 'hex'),
      lines: ['ADD . /'],
    });
  });

  it('is empty where it says nothing', () => {
    const empty = { createdAt: Number.NaN, platform: '', labels: NONE, diffIds: undefined, lines: undefined };
    expect(kept({})).toEqual(empty);
  });

  it('is no time that no double holds exactly', () => {
    expect(kept({ created: '9999-01-01T00:00:00Z' }).createdAt).toBeNaN();
    expect(kept({ created: '2200-01-01T00:00:00Z' }).createdAt).toBe(Date.UTC(2200, 0) * 1000);
  });

  it('is no text of more than 1024 characters, and of a line the first 4096', () => {
    const [longest, longer] = ['x'.repeat(1024), 'x'.repeat(1025)];
    expect([kept({ os: longest }).platform, kept({ os: longer }).platform]).toEqual([longest, '']);
    const line = 'y'.repeat(4097);
    expect(withIds([ID], [line]).lines).toEqual([line.slice(0, 4096)]);
  });

  it.each([
    ['none', [], undefined],
    ['one', [ID], 32],
    ['one of another algorithm', [ID, madeDigest('other', 'sha512')], undefined],
    ['one without an algorithm', [ID.slice(7)], undefined],
    ['one that is cut', [ID.slice(0, -1)], undefined],
    ['as many as an image may have', new Array<string>(1000).fill(ID), 32_000],
    ['one more', new Array<string>(1001).fill(ID), undefined],
  ])('is of the contents of layers all or none: %s', (_, ids, bytes) => {
    expect(withIds(ids).diffIds?.length).toBe(bytes);
  });

  it('is of the lines all or none: as many as layers', () => {
    expect(withIds([ID, ID], ['one', 'two']).lines).toEqual(['one', 'two']);
    expect(withIds([ID, ID], ['one']).lines).toBeUndefined();
    expect(withIds([], []).lines).toBeUndefined();
  });
});
