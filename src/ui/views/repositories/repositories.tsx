import { useEffect, useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes, formatCount } from '../../../render/format.ts';
import { useSettings } from '../../location.ts';
import { AsOf } from '../../parts/age.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { pushTimes } from '../../parts/push-times.ts';
import { Answer, Nothing } from '../../parts/states.tsx';
import { useAnswer } from '../../source/use-answer.ts';
import type { Repository } from './columns.tsx';
import { filtered, ordered } from './select.ts';
import { RepositoryTable } from './table.tsx';

/** So long after the last key the address takes what was typed: browsers let it change only so often. */
const TYPED_MS = 300;

/** All repositories: to be ordered, and filtered as one types. */
export function Repositories() {
  const asking = useAnswer('usage', {});
  const pushed = useAnswer('ls', { long: true });
  const pushedAt = useMemo(() => pushTimes(pushed.answer), [pushed.answer]);
  return (
    <>
      <PageTitle title="Repositories">
        Bytes are of everything a repository’s tags and revisions lead to; “only here” is what deleting it,
        and collecting, would free. <AsOf />
      </PageTitle>
      <Answer asking={asking}>
        {({ repositories = [] }) => <Listing repositories={repositories} pushedAt={pushedAt} />}
      </Answer>
    </>
  );
}

function Listing({
  repositories,
  pushedAt,
}: {
  repositories: readonly Repository[];
  pushedAt: ReadonlyMap<string, string | null>;
}) {
  const settings = useSettings();
  const [text, setText] = useTyped(settings);
  const [key, isReverse] = [settings.get('sort', 'bytes'), settings.get('reverse', '') === 'true'];
  const rows = useMemo(
    () => repositories.map((row) => ({ ...row, pushedAt: pushedAt.get(row.name) })),
    [repositories, pushedAt],
  );
  const sorted = useMemo(() => ordered(rows, key, isReverse), [rows, key, isReverse]);
  const shown = useMemo(() => filtered(sorted, text), [sorted, text]);
  const order = {
    key,
    isReverse,
    onOrder: (next: string) =>
      settings.set({
        sort: next === 'bytes' ? undefined : next,
        reverse: next === key && !isReverse ? 'true' : undefined,
      }),
  };
  return (
    <section class="panel" aria-label="Table of repositories">
      <div class="filter">
        <input
          type="search"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          placeholder="Filter by name"
          aria-label="Filter by name"
          autocomplete="off"
          spellcheck={false}
        />
        <p class="dim" role="status">
          {summaryOf(shown, repositories.length)}
        </p>
      </div>
      {shown.length === 0 ? (
        <Nothing>
          {repositories.length === 0 ? 'There are no repositories.' : 'No name has that in it.'}
        </Nothing>
      ) : (
        <RepositoryTable rows={shown} order={order} />
      )}
    </section>
  );
}

/** Fair shares are the only ones that may be added up. */
function summaryOf(shown: readonly Repository[], count: number): string {
  const sum = shown.reduce((total, { fairShareBytes }) => total + fairShareBytes, 0);
  const what = countOf(count, 'repository', 'repositories');
  const which = shown.length === count ? what : `${formatCount(shown.length)} of ${what}`;
  return `${which} · their fair shares are ${formatBytes(sum)}`;
}

/** What was typed, at once here and a little later in the address. */
function useTyped({ get, set }: ReturnType<typeof useSettings>): readonly [string, (text: string) => void] {
  const inAddress = get('filter', '');
  const [text, setText] = useState(inAddress);
  useEffect(() => {
    if (text === inAddress) return;
    const timer = setTimeout(() => set({ filter: text }), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text, inAddress, set]);
  return [text, setText];
}
