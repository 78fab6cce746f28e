import type { ComponentChildren } from 'preact';
import type { Asking } from '../source/use-answer.ts';

/** Shows an answer, or why there is none, or that it is on its way: in the same room, so that nothing jumps. */
export function Answer<Json>({
  asking,
  children,
}: {
  asking: Asking<Json>;
  children: (answer: Json) => ComponentChildren;
}) {
  const { answer, error } = asking;
  if (error !== undefined) return <Trouble command={error.command}>{error.message}</Trouble>;
  if (answer === undefined)
    return (
      <p class="waiting" aria-live="polite">
        Asking…
      </p>
    );
  return (
    <div class="answer" aria-busy={asking.isAsking}>
      {children(answer)}
    </div>
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
