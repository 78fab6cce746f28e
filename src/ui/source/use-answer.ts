import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { queryOf } from './query.ts';
import { type Asked, type Json, type Options, type Source, SourceError } from './source.ts';

/** The source of the page, and the scan it tells of: answers of another one are asked for anew. */
export const SourceContext = createContext<{ readonly source: Source; readonly scanId: string } | undefined>(
  undefined,
);

/** What became of a question. An answer that is being asked for anew stays as it is meanwhile. */
export interface Asking<Answer> {
  readonly answer?: Answer;
  readonly error?: SourceError;
  /** True while an answer is on its way. */
  readonly isAsking: boolean;
}

/** Asks a question, and asks again when the options or the inventory change; not where it need not be asked. */
export function useAnswer<Name extends Asked>(
  question: Name,
  options: Options,
  isAsked = true,
): Asking<Json<Name>> {
  const { source, scanId } = usePage();
  const query = queryOf(options);
  const [asking, setAsking] = useState<Asking<Json<Name>>>({ isAsking: isAsked });
  // The query stands for the options, which are another object each time.
  useEffect(() => {
    if (!isAsked) return setAsking({ isAsking: false });
    const cancel = new AbortController();
    setAsking(({ answer }) => ({ isAsking: true, ...(answer && { answer }) }));
    source.ask(question, options, cancel.signal).then(
      (answer) => !cancel.signal.aborted && setAsking({ answer, isAsking: false }),
      (error) => !cancel.signal.aborted && setAsking({ error: asSourceError(error), isAsking: false }),
    );
    return () => cancel.abort();
  }, [source, scanId, question, query, isAsked]);
  return asking;
}

function asSourceError(error: unknown): SourceError {
  return error instanceof SourceError ? error : new SourceError(String(error), 0);
}

function usePage() {
  const page = useContext(SourceContext);
  if (page === undefined) throw new Error('No source above this part of the page.');
  return page;
}
