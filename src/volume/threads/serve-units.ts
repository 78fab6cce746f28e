import { parentPort } from 'node:worker_threads';

/** A thread's answer to one unit of work, before which parts of the result may come. */
export type Answer<Result> = { readonly result: Result } | { readonly error: Error };

/** Takes a part of a unit's result before the rest is there. */
export type TakePart<Result> = (part: Result) => void;

/** Does a unit of work. What is large is given in parts, so that nobody has to hold all of it; what is given last is returned. */
export type Perform<Unit, Result> = (unit: Unit, give: TakePart<Result>) => Result;

/**
 * The body of a worker thread: does the units that its pool sends, one after the other. Everything in it is synchronous;
 * see VolumeFs for why.
 * @param buffersOf the buffers of a result that are handed over, not copied
 */
export function serveUnits<Unit, Result>(
  perform: Perform<Unit, Result>,
  buffersOf: (result: Result) => ArrayBuffer[] = () => [],
): void {
  const give = (part: Result) => parentPort?.postMessage({ part }, buffersOf(part));
  parentPort?.on('message', (unit: Unit) => {
    const answer = answerTo(perform, unit, give);
    parentPort?.postMessage(answer, 'result' in answer ? buffersOf(answer.result) : []);
  });
}

function answerTo<Unit, Result>(
  perform: Perform<Unit, Result>,
  unit: Unit,
  give: TakePart<Result>,
): Answer<Result> {
  try {
    return { result: perform(unit, give) };
  } catch (error) {
    return { error: error as Error };
  }
}
