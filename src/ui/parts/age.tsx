import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { formatAge } from '../../render/format.ts';
import type { Status } from '../source/source.ts';

/** What the page is about, for every part of it. */
export const StatusContext = createContext<Status | undefined>(undefined);

/** How old the inventory is: it stands beside every number that people delete by. */
export function AsOf() {
  const status = useContext(StatusContext);
  if (status?.inventory == null) return null;
  const { scannedAt } = status.inventory;
  return (
    <span class="as-of" title={scannedAt}>
      as of {formatAge(scannedAt, status.now)} ago
    </span>
  );
}
