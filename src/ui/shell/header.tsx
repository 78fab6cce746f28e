import { formatAge } from '../../render/format.ts';
import { address } from '../address.ts';
import { Name } from '../parts/name.tsx';
import type { Source, Status } from '../source/source.ts';
import { Navigation } from './navigation.tsx';
import { ScanState } from './scan-state.tsx';
import { SearchBox } from './search-box.tsx';

/** What stands above every view: of which volume, how old, where to go, and what to look for. */
export function Header({ status, source }: { status: Status; source: Source }) {
  return (
    <header class="shell">
      <div class="shell-top">
        <a class="brand" href={address.overview()} aria-label="stowage: overview">
          <Mark />
          stowage
        </a>
        {status.inventory !== null && <Volume status={status} isKept={source.isKept} />}
        {!source.isKept && status.inventory !== null && <SearchBox />}
      </div>
      {status.inventory !== null && <Navigation />}
    </header>
  );
}

function Volume({ status, isKept }: { status: Status; isKept: boolean }) {
  const { volume = '', scannedAt = '' } = status.inventory ?? {};
  return (
    <p class="volume">
      <span class="volume-path" title={volume}>
        <Name of={volume} />
      </span>
      <span class="volume-age">
        {isKept ? 'A report that stays as it is, of a scan ' : 'scanned '}
        <time dateTime={scannedAt} title={scannedAt}>
          {formatAge(scannedAt, status.now)} ago
        </time>
        <ScanState status={status} />
      </span>
    </p>
  );
}

/** Three stowed boxes. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
      <rect x="1" y="1" width="14" height="8" rx="1" class="mark-a" />
      <rect x="1" y="10" width="8" height="5" rx="1" class="mark-b" />
      <rect x="10" y="10" width="5" height="5" rx="1" class="mark-c" />
    </svg>
  );
}
