import { buildRandomVolume } from '../build-random-volume.ts';
import { aVolume } from '../volume-builder.ts';
import { ChangingVolume } from './changing-volume.ts';
import { makeOld } from './given-back-times.ts';
import type { History } from './history.ts';
import { perform } from './perform.ts';

/** Makes a volume in which every operation finds something to do, then what a history begins with; all of it is old. */
export function beginVolume(
  root: string,
  aside: string,
  { volume: random, before }: Pick<History, 'volume' | 'before'>,
): ChangingVolume {
  const shared = { name: 'layer 1', bytes: 137 };
  const built = aVolume(root);
  built
    .repository('shop/web')
    .image({ layers: [shared, 'web 1'], tag: 'latest' })
    .image({ layers: [shared, 'web 2'], tag: 'latest', format: 'schema2' })
    .image({ layers: [shared, 'web 3'], label: 'untagged' })
    .upload({});
  built.repository('shop/tools').index({ children: [{ layers: [shared] }, { layers: ['arm'] }], tag: '1.0' });
  built.repository('kept').image({ layers: ['kept'], tag: '1' });
  built.orphan('orphan');
  buildRandomVolume(root, random);
  const volume = new ChangingVolume(root, aside);
  volume.learnSoundBlobs();
  for (const operation of before) perform(volume, operation);
  makeOld(volume);
  return volume;
}
