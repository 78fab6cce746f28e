import { useEffect, useState } from 'preact/hooks';
import type { Source, SourceError, Status } from '../source/source.ts';

/** How often a page asks whether there is a new inventory, and while a first scan runs how far it is. */
const STATUS_EVERY_MS = 5000;
const PROGRESS_EVERY_MS = 1000;

/** What a source last said of itself, and why it says no more. */
interface KnownStatus {
  readonly status?: Status;
  readonly error?: SourceError;
}

/** Asks a source what it is about, again and again. */
export function useStatus(source: Source): KnownStatus {
  const [known, setKnown] = useState<KnownStatus>({});
  const isWaiting = known.status !== undefined && known.status.inventory === null;
  useEffect(() => {
    const look = () =>
      source.status().then(
        (status) => setKnown({ status }),
        (error) => setKnown(({ status }) => ({ ...(status && { status }), error: error as SourceError })),
      );
    void look();
    if (source.isKept) return;
    const timer = setInterval(look, isWaiting ? PROGRESS_EVERY_MS : STATUS_EVERY_MS);
    return () => clearInterval(timer);
  }, [source, isWaiting]);
  return known;
}
