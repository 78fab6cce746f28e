import { availableParallelism } from 'node:os';
import { BLOBS } from '../../registry/layout.ts';
import { isSystemError } from '../../volume/system-error.ts';
import type { VolumeFs } from '../../volume/volume-fs.ts';

/**
 * Each costs 19 MB: with 8 a scan of 234,050 blobs stays at 350 MB. Where every call takes 0.5 ms longer, 16 are 1.6 times
 * as fast (docs/speed.md), so `--threads` is for who has the memory.
 */
const MOST_THREADS = 8;
/** Below it the kernel answered from memory: 0.01 to 0.035 ms, where the fastest disks take 0.08. */
const CACHED_MS = 0.06;
/** What a thread computes around a call. */
const WORK_PER_CALL_MS = 0.03;
/**
 * A seek of a spinning disk. It is hurt by many threads, whose calls take its head to and fro, where a file server
 * that is as far away as this would gain by them: `--threads` is for who knows which it is.
 */
const SEEK_MS = 3;
const SAMPLED_PREFIXES = 8;
const SAMPLED_BLOBS = 4;

/** How many threads the volume's disk can keep busy, by how fast it answers the first calls. */
export function chooseThreads(fs: VolumeFs, processors = availableParallelism()): number {
  return threadsFor(sampleLatency(fs), processors);
}

/** How many threads keep all processors busy where a call takes so many milliseconds. */
export function threadsFor(latencyMs: number, processors: number): number {
  if (latencyMs < CACHED_MS) return processors;
  if (latencyMs >= SEEK_MS) return processors * 2;
  const waiting = Math.floor(latencyMs / WORK_PER_CALL_MS);
  return Math.max(processors, Math.min(MOST_THREADS, processors * (1 + waiting)));
}

/**
 * Milliseconds that it takes to look at a blob that nobody looked at lately; 0 where there is none. The median, because
 * single calls wait for a processor, or for a directory that serves the others.
 */
function sampleLatency(fs: VolumeFs): number {
  const times: number[] = [];
  try {
    const prefixes = fs.list(`${BLOBS}/sha256`) ?? [];
    const step = Math.max(1, Math.floor(prefixes.length / SAMPLED_PREFIXES));
    for (let at = 0; at < prefixes.length; at += step) {
      const directory = `${BLOBS}/sha256/${prefixes[at]?.name}`;
      for (const { name } of (fs.list(directory) ?? []).slice(0, SAMPLED_BLOBS)) {
        const start = performance.now();
        fs.look(`${directory}/${name}/data`);
        times.push(performance.now() - start);
      }
    }
  } catch (error) {
    // The scan meets it again, and tells of it.
    if (!isSystemError(error)) throw error;
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
