import type { ChangingVolume } from './changing-volume.ts';
import { givingTimesBack } from './given-back-times.ts';
import type { Operation } from './history.ts';
import { OPERATIONS } from './operations.ts';

/** What the file system answers where an earlier operation left something else than the next one expects. */
const IN_THE_WAY = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ENOTEMPTY',
  'EINVAL',
  'ELOOP',
  'ERR_FS_EISDIR',
]);

/** Does an operation; false where there was nothing to do it to. */
export function perform(volume: ChangingVolume, operation: Operation): boolean {
  const { pick, how, givesTimesBack } = operation;
  const doing = () => {
    try {
      return OPERATIONS[operation.operation]!(volume, pick, how);
    } catch (error) {
      if (IN_THE_WAY.has((error as NodeJS.ErrnoException).code ?? '')) return false;
      throw error;
    }
  };
  const isDone = givesTimesBack ? givingTimesBack(volume, doing) : doing();
  volume.learnSoundBlobs();
  return isDone;
}
