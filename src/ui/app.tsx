import { useEffect, useState } from 'preact/hooks';
import { Route, Router, Switch } from 'wouter-preact';
import { useHashLocation } from 'wouter-preact/use-hash-location';
import { address } from './address.ts';
import { StatusContext } from './parts/age.tsx';
import { Nothing, Trouble } from './parts/states.tsx';
import type { Source, SourceError, Status } from './source/source.ts';
import { SourceContext } from './source/use-answer.ts';
import { Overview } from './views/overview.tsx';

/** How often a page asks whether there is a new inventory. */
const STATUS_EVERY_MS = 5000;

/** The page: what stands on every view, and the view of the address. */
export function App({ source }: { source: Source }) {
  const { status, error } = useStatus(source);
  if (error !== undefined && status === undefined) return <Trouble>{error.message}</Trouble>;
  if (status === undefined) return <p class="waiting">Asking…</p>;
  if (status.inventory === null) return <Nothing>{status.error ?? 'There is no inventory yet.'}</Nothing>;
  return (
    <StatusContext.Provider value={status}>
      <SourceContext.Provider value={{ source, scanId: status.inventory.scanId }}>
        <header>
          <a href={address.overview()}>stowage</a>
        </header>
        <main>
          <Router hook={useHashLocation}>
            <Switch>
              <Route path="/" component={Overview} />
              <Route>
                <Nothing>There is nothing at this address.</Nothing>
              </Route>
            </Switch>
          </Router>
        </main>
      </SourceContext.Provider>
    </StatusContext.Provider>
  );
}

function useStatus(source: Source): { status?: Status; error?: SourceError } {
  const [known, setKnown] = useState<{ status?: Status; error?: SourceError }>({});
  useEffect(() => {
    const look = () =>
      source.status().then(
        (status) => setKnown({ status }),
        (error) => setKnown(({ status }) => ({ ...(status && { status }), error: error as SourceError })),
      );
    void look();
    if (source.isKept) return;
    const timer = setInterval(look, STATUS_EVERY_MS);
    return () => clearInterval(timer);
  }, [source]);
  return known;
}
