import { countOf, formatBytes } from '../../../render/format.ts';
import { Name, plainName } from '../../parts/name.tsx';
import { type Colouring, colourText, shadeOf } from './colour.ts';
import type { Item } from './items.ts';
import type { Area, Layout } from './layout.ts';

/** How a map is drawn: what areas and colours mean. */
export interface Drawing {
  readonly sizeOf: (item: Item) => number;
  readonly colouring: Colouring;
  readonly now: string;
}

/** From which size on a cell has room for its label, and for more. */
const LABEL_WIDTH = 44;
/** An amount that is cut says another one. */
const SIZE_WIDTH = 80;
const COLOUR_WIDTH = 112;
const LINE_HEIGHT = 17;
const SECOND_LINE = 2 * LINE_HEIGHT + 8;
const THIRD_LINE = 3 * LINE_HEIGHT + 8;

/** Something on the map, as a link that leads into it. */
export function Cell({
  item,
  area,
  drawing,
  isFirst,
  isHead,
}: {
  item: Item;
  area: Area;
  drawing: Drawing;
  isFirst: boolean;
  /** True where what is in it is drawn below its label. */
  isHead: boolean;
}) {
  const { colouring, now } = drawing;
  return (
    <li style={styleOf(area)}>
      <a
        href={item.href}
        class={`cell ${shadeOf(item, colouring, now).name}`}
        tabIndex={isFirst ? 0 : -1}
        title={descriptionOf(item, drawing)}
      >
        <Text item={item} area={isHead ? { ...area, height: SECOND_LINE } : area} drawing={drawing} />
        <Strip item={item} />
      </a>
    </li>
  );
}

/** As many lines as there is room for; who listens gets all of them. */
function Text({ item, area: { width, height }, drawing }: { item: Item; area: Area; drawing: Drawing }) {
  const { sizeOf, colouring, now } = drawing;
  const size = formatBytes(sizeOf(item));
  const colour = colourText(item, colouring, now);
  const isNamed = width >= LABEL_WIDTH;
  const hasSize = width >= SIZE_WIDTH && height >= SECOND_LINE;
  const hasColour = hasSize && height >= THIRD_LINE && width >= COLOUR_WIDTH;
  return (
    <span class="cell-text">
      <span class={isNamed ? 'cell-label' : 'visually-hidden'}>
        <Name of={item.label} />
      </span>
      <span class={hasSize ? 'cell-more' : 'visually-hidden'}>{size}</span>
      <span class={hasColour ? 'cell-more' : 'visually-hidden'}>{colour}</span>
    </span>
  );
}

/** How much of it is tagged and untagged: colour is not all that tells. */
function Strip({ item: { taggedBytes, untaggedBytes, kind } }: { item: Item }) {
  const all = taggedBytes + untaggedBytes;
  if (kind === 'tag' || all === 0 || untaggedBytes === 0) return null;
  return (
    <span class="cell-strip" aria-hidden="true">
      <span class="state state-tagged" style={{ flexGrow: taggedBytes / all }} />
      <span class="state state-untagged" style={{ flexGrow: untaggedBytes / all }} />
    </span>
  );
}

function descriptionOf(item: Item, { sizeOf, colouring, now }: Drawing): string {
  return [
    plainName(item.name),
    ...(item.kind === 'namespace' ? [countOf(item.repositories, 'repository', 'repositories')] : [item.kind]),
    formatBytes(sizeOf(item)),
    colourText(item, colouring, now),
  ]
    .filter(Boolean)
    .join(', ');
}

/** What is too small for a cell of its own. */
export function RestCell({ rest, href }: { rest: NonNullable<Layout<Item>['rest']>; href: string }) {
  const said = `${rest.things.length} more, ${formatBytes(rest.value)} together${rest.isToScale ? '' : ', not to scale'}`;
  return (
    <li style={styleOf(rest)}>
      <a href={href} class="cell cell-rest" tabIndex={-1} title={said}>
        <span class="cell-text">
          <span class="cell-label">{rest.things.length} more</span>
          {rest.width >= SIZE_WIDTH && <span class="cell-more">{formatBytes(rest.value)}</span>}
          {!rest.isToScale && rest.height >= THIRD_LINE && rest.width >= COLOUR_WIDTH && (
            <span class="cell-more">not to scale</span>
          )}
        </span>
      </a>
    </li>
  );
}

/** Something inside a cell: for the eye and the mouse, since the cell leads to it, too. */
export function InnerCell({ item, area, drawing }: { item: Item; area: Area; drawing: Drawing }) {
  return (
    <li style={styleOf(area)}>
      <a
        href={item.href}
        class={`cell cell-inner ${shadeOf(item, drawing.colouring, drawing.now).name}`}
        tabIndex={-1}
        title={descriptionOf(item, drawing)}
      >
        <InnerLabel area={area} label={item.label} />
      </a>
    </li>
  );
}

/** What inside a cell is too small for a place of its own. */
export function InnerRest({ href, area, count }: { href: string; area: Area; count: number }) {
  return (
    <li style={styleOf(area)}>
      <a href={href} class="cell cell-inner cell-rest" tabIndex={-1} title={`${count} more`}>
        <InnerLabel area={area} label={`${count} more`} />
      </a>
    </li>
  );
}

function InnerLabel({ area: { width, height }, label }: { area: Area; label: string }) {
  if (width < LABEL_WIDTH || height < LINE_HEIGHT) return null;
  return (
    <span class="cell-label">
      <Name of={label} />
    </span>
  );
}

export function styleOf({ x, y, width, height }: Area) {
  return { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` };
}
