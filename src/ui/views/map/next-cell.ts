const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The cell to which a key leads from the one that has the focus; undefined where there is none. */
export function nextCell(event: KeyboardEvent, map: HTMLElement | null): HTMLElement | undefined {
  const cells = [...(map?.querySelectorAll<HTMLElement>('a.cell:not(.cell-inner)') ?? [])];
  if (event.key === 'Home') return cells[0];
  if (event.key === 'End') return cells.at(-1);
  const direction = DIRECTIONS[event.key];
  const from = cells.find((cell) => cell === event.target);
  if (direction === undefined || from === undefined) return undefined;
  const here = middleOf(from);
  const reached = cells.flatMap((cell) => {
    const there = middleOf(cell);
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const along = dx * direction[0] + dy * direction[1];
    const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    // What is not before one in the direction is elsewhere; what is far to the side comes later.
    return cell !== from && along > Math.max(1, aside * 0.5) ? [{ cell, far: along + 2 * aside }] : [];
  });
  return reached.toSorted((a, b) => a.far - b.far)[0]?.cell;
}

function middleOf(element: HTMLElement): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
