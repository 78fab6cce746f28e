import { countOf, formatAge } from '../../render/format.ts';
import type { Status } from '../source/source.ts';

/** The page while there is nothing to tell of: a first scan runs, something is wrong, or nobody scanned yet. */
export function NoInventory({ status }: { status: Status }) {
  const { scanning, error, rescan } = status;
  if (scanning !== null) return <FirstScan scanning={scanning} now={status.now} />;
  const lastError = rescan?.lastError;
  return (
    <div class="empty">
      <h1>{error === undefined && lastError === undefined ? 'No inventory yet' : 'No inventory'}</h1>
      {error !== undefined && <p role="alert">{error}</p>}
      {lastError !== undefined && <p role="alert">The last scan failed: {lastError}</p>}
      <p>
        <code>stowage scan &lt;volume&gt;</code> makes one. This page shows it as soon as it is there.
      </p>
    </div>
  );
}

function FirstScan({ scanning, now }: { scanning: NonNullable<Status['scanning']>; now: string }) {
  const { progress, startedAt } = scanning;
  return (
    <div class="empty" role="status">
      <h1>The first scan is running</h1>
      <div class="running" aria-hidden="true">
        <span />
      </div>
      <p class="numbers">
        {progress === undefined
          ? 'It has just begun.'
          : `${countOf(progress.blobs, 'blob')} and ${countOf(progress.repositories, 'repository', 'repositories')} so far`}
      </p>
      <p>
        Begun {formatAge(startedAt, now)} ago. It reads the volume, and writes nothing to it. This page shows
        the inventory as soon as it is there.
      </p>
    </div>
  );
}
