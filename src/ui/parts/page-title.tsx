import type { ComponentChildren } from 'preact';

/** The heading of a view, with a sentence on what it shows. */
export function PageTitle({ title, children }: { title: ComponentChildren; children?: ComponentChildren }) {
  return (
    <div class="page-title">
      <h1>{title}</h1>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}
