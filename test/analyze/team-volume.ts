import type { RepositoryBuilder } from '../support/repository-builder.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';

/** A volume of two repositories, and the digests of what is in one of them. */
export interface TeamVolume {
  readonly volume: VolumeBuilder;
  /** Tagged `1`. */
  readonly one: string;
  /** Tagged `2` and `latest`. */
  readonly two: string;
  /** Has a layer of two's. */
  readonly untagged: string;
}

export function teamVolume(directory: string): TeamVolume {
  const volume = aVolume(directory).at('2026-01-05T08:00:00Z');
  const api = volume.repository('team/api');
  const one = digestAfter(api.image({ layers: ['shared', 'one'], tag: '1' }));
  const two = digestAfter(api.image({ layers: ['shared', 'two'], tag: '2' }));
  api.tag('latest', two);
  const untagged = digestAfter(api.image({ layers: ['two', 'untagged'], label: 'untagged' }));
  volume.repository('lib.rary/db').image({ layers: ['db'], tag: '1' });
  return { volume, one, two, untagged };
}

/** The digest of what was pushed last. */
export function digestAfter(repository: RepositoryBuilder): string {
  return repository.digest;
}
