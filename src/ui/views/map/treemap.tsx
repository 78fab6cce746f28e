import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Cell, type Drawing, InnerCell, InnerRest, RestCell, styleOf } from './cell.tsx';
import type { Item } from './items.ts';
import { type Area, layOut } from './layout.ts';
import { nextCell } from './next-cell.ts';

const OUTER = { leastWidth: 46, leastHeight: 26, gap: 3 };
const INNER = { leastWidth: 22, leastHeight: 14, gap: 1 };
/** From which size on a namespace shows what is in it, and the room for its own label then. */
const NEST_WIDTH = 110;
const NEST_HEIGHT = 76;
const HEAD = 40;
const INNER_HEAD = 17;
const EDGE = 5;

/** Things as areas into which one goes by a click or Enter; arrow keys go from one to the next, Backspace goes up. */
export function Treemap({
  items,
  drawing,
  label,
  restHref,
  upHref,
}: {
  items: readonly Item[];
  drawing: Drawing;
  label: string;
  /** Where those are that have no cell of their own, of which so many have one. */
  restHref: (shown: number) => string;
  upHref: string | undefined;
}) {
  const place = useRef<HTMLUListElement>(null);
  const size = useSize(place);
  const { cells, rest } = useMemo(
    () => layOut(items, drawing.sizeOf, size, OUTER),
    [items, drawing.sizeOf, size],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && upHref !== undefined) {
      event.preventDefault();
      location.hash = upHref;
      return;
    }
    const next = nextCell(event, place.current);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <ul ref={place} class="treemap" aria-label={label} onKeyDown={onKeyDown}>
      {cells.map(({ thing, ...area }, at) => (
        <>
          <Cell
            key={`cell ${thing.name}`}
            item={thing}
            area={area}
            drawing={drawing}
            isFirst={at === 0}
            isHead={isNested(thing, area)}
          />
          {isNested(thing, area) && (
            <Inside key={`in ${thing.name}`} item={thing} area={area} drawing={drawing} head={HEAD} />
          )}
        </>
      ))}
      {rest && <RestCell rest={rest} href={restHref(cells.length)} />}
    </ul>
  );
}

/** What is in a namespace, below its label, and what is in that. */
function Inside({ item, area, drawing, head }: { item: Item; area: Area; drawing: Drawing; head: number }) {
  const inner = {
    x: area.x + EDGE,
    y: area.y + head,
    width: area.width - 2 * EDGE,
    height: area.height - head - 2 * EDGE,
  };
  const { cells, rest } = layOut(item.children, drawing.sizeOf, inner, INNER);
  return (
    <li class="inside" style={styleOf(inner)} aria-hidden="true">
      <ul>
        {cells.map(({ thing, ...own }) => (
          <>
            <InnerCell key={thing.name} item={thing} area={own} drawing={drawing} />
            {isNested(thing, own) && (
              <Inside key={`in ${thing.name}`} item={thing} area={own} drawing={drawing} head={INNER_HEAD} />
            )}
          </>
        ))}
        {rest && <InnerRest href={item.href} area={rest} count={rest.things.length} />}
      </ul>
    </li>
  );
}

/** True where what is in it is drawn, too. */
function isNested({ children }: Item, { width, height }: Area): boolean {
  return children.length > 0 && width >= NEST_WIDTH && height >= NEST_HEIGHT;
}

function useSize(place: { readonly current: HTMLElement | null }): Pick<Area, 'width' | 'height'> {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return size;
}
