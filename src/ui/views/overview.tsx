import { formatBytes } from '../../render/format.ts';
import { AsOf } from '../parts/age.tsx';
import { Answer } from '../parts/states.tsx';
import { useAnswer } from '../source/use-answer.ts';

/** What fills the volume, and what could go. */
export function Overview() {
  return (
    <Answer asking={useAnswer('report', { limit: 10, sort: 'bytes' })}>
      {({ totals }) => (
        <p>
          {formatBytes(totals.volumeBytes)} <AsOf />
        </p>
      )}
    </Answer>
  );
}
