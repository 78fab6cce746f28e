import { parentPort } from 'node:worker_threads';

/** A thread's answer to one unit of work. */
export type Answer<Result> = { readonly result: Result } | { readonly error: Error };

/**
 * The body of a worker thread: does the units that its pool sends, one after the other. Everything in it is synchronous;
 * see VolumeFs for why.
 * @param buffersOf the buffers of a result that are handed over, not copied
 */
export function serveUnits<Unit, Result>(
  perform: (unit: Unit) => Result,
  buffersOf: (result: Result) => ArrayBuffer[] = () => [],
): void {
  parentPort?.on('message', (unit: Unit) => {
    const answer = answerTo(perform, unit);
    parentPort?.postMessage(answer, 'result' in answer ? buffersOf(answer.result) : []);
  });
}

function answerTo<Unit, Result>(perform: (unit: Unit) => Result, unit: Unit): Answer<Result> {
  try {
    return { result: perform(unit) };
  } catch (error) {
    return { error: error as Error };
  }
}
