import type { SizeLimits } from './messages.ts';

/** What a query may cost; 0 for as much as there is. */
export interface QueryLimits extends SizeLimits {
  /** How long the query may work: what waits for a slow reader does not count. */
  readonly timeMs: number;
  /** Of memory. */
  readonly memoryBytes: number;
}

/** What a query may cost where nobody says. */
export const DEFAULT_LIMITS: QueryLimits = {
  rows: 1_000_000,
  bytes: 100 * 1024 ** 2,
  timeMs: 30_000,
  memoryBytes: 512 * 1024 ** 2,
};

/** Node takes 0.7 to 1.4 GiB of addresses, depending on its version, before there is a query; most of it is never memory. */
const ADDRESSES_OF_NODE = 1.5 * 1024 ** 3;

/** Else glibc reserves addresses for a heap a thread, most of which is never memory either. */
const ONE_HEAP = 'export MALLOC_ARENA_MAX=1';

/** The processor is busy for no longer than this many times what the clock says: Node's own threads help. */
const PROCESSORS = 2;
const SECONDS_TO_SPARE = 10;

/**
 * What a shell does before it becomes the process that runs a query: the kernel then refuses it more memory, and any file
 * that grows, whatever the SQL has found to do. Core dumps would be files too. The limit of processor time is for a
 * process whose parent is gone and that nobody can ask to end. What a system does not know it passes over.
 */
export function confine({ timeMs, memoryBytes }: QueryLimits): string {
  const limits = ['-c 0', '-f 0'];
  if (memoryBytes > 0) limits.push(`-v ${Math.ceil((ADDRESSES_OF_NODE + memoryBytes) / 1024)}`);
  if (timeMs > 0) limits.push(`-t ${Math.ceil((timeMs / 1000) * PROCESSORS) + SECONDS_TO_SPARE}`);
  const commands = limits.map((limit) => `ulimit ${limit} 2>/dev/null`);
  return [...commands, ONE_HEAP, 'exec "$0" "$@"'].join('; ');
}
