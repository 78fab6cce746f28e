import { describe, expect, it } from 'vitest';
import { originKey, originOf } from '../../src/registry/manifest/origin.ts';

const OCI = 'org.opencontainers.image';

describe('where an artifact comes from', () => {
  it.each([
    [`${OCI}.source`, 'source'],
    [`${OCI}.ref.name`, 'ref.name'],
    ['org.label-schema.vcs-url', 'vcs-url'],
    [`${OCI}.`, undefined],
    [`my.${OCI}.source`, undefined],
    ['org.opencontainers.images.source', undefined],
    ['maintainer', undefined],
  ])('is told by %s as %s', (key, name) => {
    expect(originKey(key)).toBe(name);
  });

  it('is nothing where nothing tells', () => {
    expect(originOf()).toEqual({});
    expect(originOf({ maintainer: 'us', [`${OCI}.title`]: '' })).toEqual({});
  });

  it('has the best of its names, the last of those that are called the same, and all that tells', () => {
    const annotations = {
      [`${OCI}.url`]: 'https://a',
      [`${OCI}.version`]: '1',
      [`${OCI}.source`]: 'https://b',
    };
    const labels = { [`${OCI}.version`]: '2', maintainer: 'us' };
    expect(originOf(annotations, labels)).toEqual({
      name: 'https://b',
      version: '2',
      labels: { ...annotations, [`${OCI}.version`]: '2' },
    });
  });

  it.each(
    ['title', 'ref.name', 'name', 'source', 'vcs-url', 'url'].map(
      (key, at, all) => [key, all.slice(at)] as const,
    ),
  )('is called by its %s before what comes after', (key, keys) => {
    const texts = Object.fromEntries(keys.map((each) => [`${OCI}.${each}`, `by ${each}`]).toReversed());
    expect(originOf(texts).name).toBe(`by ${key}`);
  });

  it('is told by no text that is too long, and by no more than 30', () => {
    const long = { [`${OCI}.title`]: 'x'.repeat(1025), [`${OCI}.name`]: 'y'.repeat(1024) };
    expect(originOf(long).name).toBe('y'.repeat(1024));
    const many = Object.fromEntries(Array.from({ length: 31 }, (_, at) => [`${OCI}.x${at}`, 'z']));
    expect(Object.keys(originOf(many).labels ?? {})).toEqual(Object.keys(many).slice(0, 30));
  });
});
