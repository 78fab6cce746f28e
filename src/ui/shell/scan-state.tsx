import { countOf, formatAge } from '../../render/format.ts';
import type { Status } from '../source/source.ts';

/** Whether a scan runs, and when the next one begins. */
export function ScanState({ status: { scanning, rescan, now } }: { status: Status }) {
  if (scanning !== null)
    return (
      <span class="scan-state" role="status">
        {' '}
        · <span class="scan-dot" aria-hidden="true" /> scanning{progressText(scanning)}
      </span>
    );
  if (rescan?.nextAt === undefined) return null;
  return (
    <span class="scan-state" title={rescan.nextAt}>
      {' '}
      · next scan {inText(rescan.nextAt, now)}
    </span>
  );
}

/** How far a scan is, in what it has found. */
function progressText({ progress }: NonNullable<Status['scanning']>): string {
  if (progress === undefined) return '';
  const repositories = countOf(progress.repositories, 'repository', 'repositories');
  return `: ${countOf(progress.blobs, 'blob')}, ${repositories}`;
}

function inText(time: string, now: string): string {
  const span = formatAge(now, time);
  return span === 'new' ? 'now' : `in ${span}`;
}
