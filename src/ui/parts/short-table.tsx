import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { countOf } from '../../render/format.ts';

/** A column of a short table. */
export interface ShortColumn<Row> {
  readonly title: string;
  readonly value: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
  /** On a phone only numbers have columns beside the first: what else there is stands below that, or nowhere. */
  readonly onPhone?: 'below' | 'never';
  /** True where the values below the first column need no title before them. */
  readonly saysItself?: boolean;
  /** What rows are ordered by; without it nobody can order by this column. */
  readonly order?: (row: Row) => string | number;
}

/** The order of a table: a column by its place, and which way. */
export interface Order {
  readonly column: number;
  readonly isDown: boolean;
}

/** As many rows are seen before one asks for the others. */
const FIRST_ROWS = 12;

/** A table of rows that may all stand in the page: for lists that were cut. Long ones are for the table that scrolls. */
export function ShortTable<Row>({
  caption,
  columns,
  rows,
  order,
  onOrder,
  first = FIRST_ROWS,
}: {
  caption: string;
  columns: ReadonlyArray<ShortColumn<Row>>;
  rows: readonly Row[];
  order?: Order | undefined;
  onOrder?: (order: Order) => void;
  /** How many rows are seen before one asks for the others. */
  first?: number;
}) {
  const [isWhole, setIsWhole] = useState(false);
  const ordered = order === undefined ? rows : orderRows(rows, columns[order.column], order.isDown);
  // One more would take the room of the button.
  const isCut = !isWhole && ordered.length > first + 1;
  const shown = isCut ? ordered.slice(0, first) : ordered;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by the keyboard */}
      <section class="scroll" tabIndex={0} aria-label={caption}>
        <table>
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, place) => (
                <th
                  key={column.title}
                  scope="col"
                  class={classOf(column, place)}
                  aria-sort={order?.column !== place ? undefined : order.isDown ? 'descending' : 'ascending'}
                >
                  {column.order === undefined || onOrder === undefined ? (
                    column.title
                  ) : (
                    <button
                      type="button"
                      class="order"
                      onClick={() => onOrder(nextOrder(order, place, column))}
                    >
                      {column.title}
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, at) => (
              <tr key={at}>
                {columns.map((column, place) =>
                  place === 0 ? (
                    <th key={column.title} scope="row" class={classOf(column, place)}>
                      {column.value(row)}
                      <Below columns={columns} row={row} />
                    </th>
                  ) : (
                    <td key={column.title} class={classOf(column, place)}>
                      {column.value(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {isCut && (
        <button type="button" class="show-all" onClick={() => setIsWhole(true)}>
          Show {countOf(ordered.length - first, 'more', 'more')}
        </button>
      )}
    </>
  );
}

/** On a phone, what has no column there. */
function Below<Row>({ columns, row }: { columns: ReadonlyArray<ShortColumn<Row>>; row: Row }) {
  const below = columns.filter((column, place) => place > 0 && placeOnPhone(column) === 'below');
  if (below.length === 0) return null;
  return (
    <span class="below">
      {below.map(({ title, value, saysItself }, at) => (
        <span key={title}>
          {at > 0 && ' · '}
          {saysItself !== true && `${title} `}
          {value(row)}
        </span>
      ))}
    </span>
  );
}

/** Numbers begin with the largest, names with the first. */
function nextOrder<Row>(order: Order | undefined, place: number, { isNumber }: ShortColumn<Row>): Order {
  if (order?.column === place) return { column: place, isDown: !order.isDown };
  return { column: place, isDown: isNumber === true };
}

function placeOnPhone<Row>({ isNumber, onPhone }: ShortColumn<Row>): 'beside' | 'below' | 'never' {
  return onPhone ?? (isNumber === true ? 'beside' : 'below');
}

function classOf<Row>(column: ShortColumn<Row>, place: number): string {
  const isWide = place > 0 && placeOnPhone(column) !== 'beside';
  return `${column.isNumber ? 'number' : 'text'}${isWide ? ' wide' : ''}`;
}

function orderRows<Row>(rows: readonly Row[], column: ShortColumn<Row> | undefined, isDown: boolean) {
  const { order } = column ?? {};
  if (order === undefined) return rows;
  const way = isDown ? -1 : 1;
  return rows.toSorted((a, b) => way * compare(order(a), order(b)));
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
