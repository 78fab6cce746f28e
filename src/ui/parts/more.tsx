import { countOf } from '../../render/format.ts';

/** How many rows of a list are not shown; `where` says where they are. */
export function More({ left = 0, where }: { left?: number | undefined; where?: string }) {
  if (left === 0) return null;
  return (
    <p class="more">
      … and {countOf(left, 'more', 'more')}
      {where !== undefined && `: ${where}`}
    </p>
  );
}
