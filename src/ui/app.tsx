import { useEffect, useRef } from 'preact/hooks';
import { Route, Router, Switch } from 'wouter-preact';
import { address } from './address.ts';
import { usePath } from './location.ts';
import { StatusContext } from './parts/age.tsx';
import { Trouble } from './parts/states.tsx';
import { Header } from './shell/header.tsx';
import { NoInventory } from './shell/no-inventory.tsx';
import { Notices } from './shell/notices.tsx';
import { useStatus } from './shell/use-status.ts';
import type { Source, Status } from './source/source.ts';
import { SourceContext } from './source/use-answer.ts';
import { VIEWS } from './views/views.ts';

/** The page: what stands on every view, and the view of the address. */
export function App({ source }: { source: Source }) {
  const { status, error } = useStatus(source);
  if (status === undefined) return <Beginning>{error && <Trouble>{error.message}</Trouble>}</Beginning>;
  return (
    <>
      <SkipLink />
      <Header status={status} source={source} />
      <main id="main" tabIndex={-1}>
        <Notices status={status} error={error} isKept={source.isKept} />
        {status.inventory === null ? (
          <NoInventory status={status} />
        ) : (
          <Views status={status} scanId={status.inventory.scanId} source={source} />
        )}
      </main>
    </>
  );
}

/** Before anything is known: the same room, so that nothing jumps. */
function Beginning({ children }: { children: preact.ComponentChildren }) {
  return (
    <>
      <header class="shell" />
      <main id="main" aria-busy="true">
        {children}
      </main>
    </>
  );
}

function Views({ status, scanId, source }: { status: Status; scanId: string; source: Source }) {
  useArrival();
  return (
    <StatusContext.Provider value={status}>
      <SourceContext.Provider value={{ source, scanId }}>
        <Router hook={usePath}>
          <Switch>
            {VIEWS.map(({ path, component }) => (
              <Route key={path} path={path} component={component} />
            ))}
            <Route>
              <div class="empty">
                <h1>There is nothing at this address</h1>
                <p>
                  <a href={address.overview()}>To the overview</a>
                </p>
              </div>
            </Route>
          </Switch>
        </Router>
      </SourceContext.Provider>
    </StatusContext.Provider>
  );
}

/** Whoever goes to another part of the page begins at its top, with the keyboard and a screen reader too. */
function useArrival(): void {
  const [path] = usePath();
  const [, part = ''] = path.split('/');
  const before = useRef(part);
  useEffect(() => {
    const view = VIEWS.find((each) => each.path.split('/')[1] === part);
    document.title = `${view?.title ?? 'Not found'} · stowage`;
    if (before.current === part) return;
    before.current = part;
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [part]);
}

/** For the keyboard. It is no link into the page, whose addresses are behind the `#`. */
function SkipLink() {
  return (
    <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
      Skip to the content
    </button>
  );
}
