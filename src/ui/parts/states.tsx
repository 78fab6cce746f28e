import type { ComponentChildren } from 'preact';
import type { Asking } from '../source/use-answer.ts';
import { PageTitle } from './page-title.tsx';

/** Shows an answer, or why there is none, or that it is on its way: in the same room, so that nothing jumps. */
export function Answer<Json>({
  asking,
  title,
  children,
}: {
  asking: Asking<Json>;
  /** The heading of a view whose answer has it, until that is there, and where there is none. */
  title?: ComponentChildren;
  children: (answer: Json) => ComponentChildren;
}) {
  const { answer, error } = asking;
  if (error === undefined && answer !== undefined)
    return (
      <div class="answer" aria-busy={asking.isAsking}>
        {children(answer)}
      </div>
    );
  return (
    <>
      {title !== undefined && <PageTitle title={title} />}
      {error === undefined ? (
        <p class="waiting" aria-live="polite">
          Asking…
        </p>
      ) : (
        <Trouble command={error.command}>{error.message}</Trouble>
      )}
    </>
  );
}

/** Something is not as it should be, and this is what; with a command that tells what is missing here. */
export function Trouble({
  command,
  children,
}: {
  command?: string | undefined;
  children: ComponentChildren;
}) {
  return (
    <div class="trouble" role="alert">
      <p>{children}</p>
      {command !== undefined && (
        <p>
          On a terminal: <code class="command">{command}</code>
        </p>
      )}
    </div>
  );
}

/** There is nothing, and that is an answer. */
export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="nothing">{children}</p>;
}
