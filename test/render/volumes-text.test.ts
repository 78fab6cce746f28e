import { describe, expect, it } from 'vitest';
import { unreadLine, volumeLines } from '../../src/render/text/volumes.ts';

const volumes = (count: number) => Array.from({ length: count }, (_, number) => `/srv/${number}`);

describe('a list of volumes', () => {
  it.each([0, 1, 10])('has all of %i', (count) => {
    expect(volumeLines(volumes(count))).toEqual(volumes(count));
  });

  it('has the first ten of many, and says how many more there are', () => {
    expect(volumeLines(volumes(11))).toEqual([...volumes(10), '… and 1 more']);
    expect(volumeLines(volumes(1276)).at(-1)).toBe('… and 1,266 more');
  });
});

describe('what could not be read', () => {
  const unread = (count: number) => volumes(count).map((path) => ({ path, reason: 'EACCES' }));

  it('is nothing where all could', () => {
    expect(unreadLine([])).toBeUndefined();
  });

  it('is named, the first three of many', () => {
    expect(unreadLine(unread(1))).toBe(
      'Could not read /srv/0 (EACCES): there may be volumes that are not found.',
    );
    expect(unreadLine(unread(5))).toContain('/srv/2 (EACCES) and 2 more:');
  });
});
