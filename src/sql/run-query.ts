import { InventoryError, UsageError } from '../errors.ts';
import type { QueryLimits } from './limits.ts';
import type { Failure, Query, Reply } from './messages.ts';
import { type Ending, NoReply, QueryChild } from './query-child.ts';

/** One query, what it may cost, and what ends it before. */
export interface QueryRun {
  readonly query: Omit<Query, 'limits'>;
  readonly limits: QueryLimits;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a query in a process of its own, and yields its columns, its rows piece by piece, and how it ended. While one piece
 * is used, the next is made, and no more.
 * @throws UsageError for a statement that is wrong, or costs more than it may; InventoryError where the file is at fault;
 *   the signal's reason where it came.
 */
export async function* runQuery({
  query,
  limits,
  signal,
}: QueryRun): AsyncGenerator<Exclude<Reply, { error: unknown }>> {
  const child = await QueryChild.start(limits, signal);
  try {
    let coming = child.ask({ ...query, limits: { rows: limits.rows, bytes: limits.bytes } });
    for (;;) {
      const reply = await coming;
      if ('error' in reply) throw errorOf(reply.error, limits);
      if (!('end' in reply)) coming = awaitedLater(child.ask('more'));
      yield reply;
      if ('end' in reply) return;
    }
  } catch (error) {
    throw error instanceof NoReply ? explain(error.ending, limits, signal) : error;
  } finally {
    child.end();
  }
}

/** A promise that may fail before anybody waits for it. */
function awaitedLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}

function errorOf({ of, message }: Failure, limits: QueryLimits): Error {
  if (of === 'memory') return outOfMemory(limits);
  if (of === 'inventory') return new InventoryError(message);
  return of === 'statement' ? new UsageError(message) : new Error(message);
}

function explain(ending: Ending, limits: QueryLimits, signal: AbortSignal | undefined): unknown {
  if (ending.why === 'interrupted') return signal?.reason;
  if (ending.why === 'died' && ending.how !== 'SIGXCPU') return outOfMemory(limits, ` (${ending.how})`);
  return new UsageError(
    `The query worked for ${limits.timeMs / 1000} s and had not ended: ask for less, or raise --timeout (0 for no limit).`,
  );
}

/** SQLite says so, or Node dies of it: no other death of the process is known. */
function outOfMemory({ memoryBytes }: QueryLimits, how = ''): UsageError {
  const limit = memoryBytes === 0 ? '' : ` than its ${Math.round(memoryBytes / 1024 ** 2)} MiB`;
  return new UsageError(`The query needed more memory${limit}${how}: ask for less, or raise --memory.`);
}
