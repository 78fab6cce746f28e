import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { StatusContext } from '../../parts/age.tsx';
import { useWindow, type Window } from '../../parts/use-window.ts';
import { COLUMNS, type Column, type Repository } from './columns.tsx';

const ROW_HEIGHT = 34;
/** How many frames a row may take to be drawn. */
const FRAMES = 60;
/** How many rows Page Up and Page Down leap. */
const PAGE_ROWS = 15;

/** How rows are ordered, and what is done to order them otherwise. */
interface Order {
  readonly key: string;
  readonly isReverse: boolean;
  readonly onOrder: (key: string) => void;
}

/** A table of which only the rows in view are there. */
export function RepositoryTable({ rows, order }: { rows: readonly Repository[]; order: Order }) {
  const place = useRef<HTMLDivElement>(null);
  const window = useWindow(place, rows.length, ROW_HEIGHT);
  const onKeyDown = useRowKeys(place, window, rows.length);
  const items = window.getVirtualItems();
  const [before, after] = [items[0]?.start ?? 0, window.getTotalSize() - (items.at(-1)?.end ?? 0)];
  const surroundings = {
    now: useContext(StatusContext)?.now ?? '',
    most: rows.reduce((most, { bytes }) => Math.max(most, bytes), 1),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would be one more landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <div ref={place} class="rows" tabIndex={0} role="group" aria-label="Repositories" onKeyDown={onKeyDown}>
      <table aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <Heading key={column.key} column={column} order={order} />
            ))}
          </tr>
        </thead>
        <Room height={before} />
        <tbody>
          {items.map(({ index }) => {
            const row = rows[index];
            return (
              row && (
                <tr key={row.nameBase64 ?? row.name} data-row={index} aria-rowindex={index + 2}>
                  {COLUMNS.map((column) => (
                    <td key={column.key} class={classOf(column)}>
                      {column.cell(row, surroundings)}
                    </td>
                  ))}
                </tr>
              )
            );
          })}
        </tbody>
        <Room height={after} />
      </table>
    </div>
  );
}

/** Stands for the rows that are not there. */
function Room({ height }: { height: number }) {
  return (
    <tbody>
      <tr style={{ height: `${height}px` }} />
    </tbody>
  );
}

function Heading({ column, order: { key, isReverse, onOrder } }: { column: Column; order: Order }) {
  const isOrdered = column.key === key;
  // Names go up where they are not reversed, numbers go down.
  const isUp = (column.key === 'name') !== isReverse;
  return (
    <th
      scope="col"
      class={classOf(column)}
      {...(isOrdered && { 'aria-sort': isUp ? ('ascending' as const) : ('descending' as const) })}
    >
      <button type="button" class="sort" onClick={() => onOrder(column.key)}>
        {column.title}
        <span class="arrow" aria-hidden="true">
          {isOrdered ? (isUp ? '▲' : '▼') : ''}
        </span>
      </button>
    </th>
  );
}

function classOf({ key, from, isNumber }: Column): string {
  return `column-${key} from-${from}${isNumber ? ' number' : ''}`;
}

/** Arrow keys go from row to row, though most rows are not there. */
function useRowKeys(place: { readonly current: HTMLElement | null }, window: Window, count: number) {
  const [aim, setAim] = useState<{ readonly row: number } | undefined>();
  // The row that will have the focus once it is drawn: another key may be pressed before.
  const pending = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (aim === undefined) return;
    window.scrollToIndex(aim.row);
    let frame = 0;
    const focus = (triesLeft: number) => {
      const link = place.current?.querySelector<HTMLElement>(`[data-row="${aim.row}"] a`);
      if (link == null && triesLeft > 0) {
        frame = requestAnimationFrame(() => focus(triesLeft - 1));
        return;
      }
      // Another key may have been pressed in this very frame: the row that is meant is no longer this one.
      if (pending.current !== aim.row) return;
      link?.focus({ preventScroll: true });
      pending.current = undefined;
    };
    // The row is there some frames after the list was scrolled to it.
    frame = requestAnimationFrame(() => focus(FRAMES));
    return () => cancelAnimationFrame(frame);
  }, [aim, window, place]);
  return (event: KeyboardEvent) => {
    const focused = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row'];
    const step = STEPS[event.key];
    if (step === undefined || (event.target as HTMLElement).closest('thead') !== null) return;
    event.preventDefault();
    const here = pending.current ?? (focused === undefined ? -1 : Number(focused));
    pending.current = Math.max(0, Math.min(count - 1, step(here, count)));
    setAim({ row: pending.current });
  };
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + PAGE_ROWS,
  PageUp: (at) => at - PAGE_ROWS,
  Home: () => 0,
  End: (_, count) => count - 1,
};
