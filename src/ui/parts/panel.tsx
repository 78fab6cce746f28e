import type { ComponentChildren } from 'preact';
import { AsOf } from './age.tsx';

/** A part of a view under a heading. */
export function Panel({
  title,
  aside,
  isDated = false,
  children,
}: {
  title: string;
  /** What stands opposite the heading. */
  aside?: ComponentChildren;
  /** True where people delete by what it says: then it says how old that is. */
  isDated?: boolean;
  children: ComponentChildren;
}) {
  return (
    <section class="panel" aria-label={title}>
      <div class="panel-head">
        <h2>{title}</h2>
        {isDated && <AsOf />}
        {aside !== undefined && <div class="panel-aside">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
