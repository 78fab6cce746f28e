import type { ScanRecord } from './scans.ts';

/** How fast a volume grows, or why that cannot be said. */
export type Growth = Growing | NotGrowing | Unknown;

interface Growing {
  readonly code: 'growing';
  /** The median between collections. */
  readonly bytesPerDay: number;
  /** How many spans between collections that is of. */
  readonly spans: number;
  /** What of the file system is left; absent where it does not say, or was not asked. */
  readonly availableBytes?: number;
  /** When that is used up if it goes on so and nothing is collected; absent where it lasts for more than ten years. */
  readonly fullAt?: string;
}

interface NotGrowing {
  readonly code: 'not-growing';
  readonly bytesPerDay: 0;
  readonly availableBytes?: number;
}

interface Unknown {
  readonly code: 'not-enough-scans';
  readonly availableBytes?: number;
}

/** Something measured at a scan. */
export interface Measured {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Whoever names a later day knows more than there is to know. */
const LONGEST_DAYS = 3653;

/** Fewer scans say nothing, nor do more of a shorter time. */
const LEAST_SCANS = 3;
const LEAST_MS = DAY_MS;

/**
 * How fast something grows between collections. These make saw teeth: where it shrinks, another span begins, and each
 * counts by how long it is. Where it goes on so, `availableBytes` are used up at a time.
 */
export function growthOf(measured: readonly Measured[], availableBytes?: number): Growth {
  const spans = spansOf(measured);
  const length = spans.reduce((sum, { ms }) => sum + ms, 0);
  const rest = availableBytes === undefined ? {} : { availableBytes };
  if (measured.length < LEAST_SCANS || length < LEAST_MS) return { code: 'not-enough-scans', ...rest };
  const bytesPerDay = weightedMedian(
    spans.map(({ ms, bytes }) => ({ value: (bytes / ms) * DAY_MS, weight: ms })),
  );
  if (bytesPerDay <= 0) return { code: 'not-growing', bytesPerDay: 0, ...rest };
  const now = measured.at(-1)?.at ?? 0;
  const days = availableBytes === undefined ? Number.POSITIVE_INFINITY : availableBytes / bytesPerDay;
  return {
    code: 'growing',
    bytesPerDay,
    spans: spans.length,
    ...rest,
    ...(days <= LONGEST_DAYS && { fullAt: new Date(now + days * DAY_MS).toISOString() }),
  };
}

/** The same of a whole volume; scans that did not find everything, or of another volume, say nothing. */
export function growthOfVolume(scans: readonly ScanRecord[]): Growth {
  const begins = scans.findLastIndex((scan) => scan.begins !== undefined);
  const measured = scans
    .slice(Math.max(begins, 0))
    .filter(({ whole }) => whole)
    .map(({ scannedAt, volumeBytes }) => ({ at: Date.parse(scannedAt), bytes: volumeBytes }));
  return growthOf(measured, scans.at(-1)?.filesystemAvailableBytes);
}

interface Span {
  readonly ms: number;
  readonly bytes: number;
}

/** Spans in which nothing shrank; where the clock was set back, another begins too. */
function spansOf(measured: readonly Measured[]): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (let at = 1; at <= measured.length; at++) {
    const [before, now] = [measured[at - 1] as Measured, measured[at]];
    if (now !== undefined && now.bytes >= before.bytes && now.at > before.at) continue;
    const first = measured[start] as Measured;
    if (before.at > first.at) spans.push({ ms: before.at - first.at, bytes: before.bytes - first.bytes });
    start = at;
  }
  return spans;
}

function weightedMedian(values: ReadonlyArray<{ readonly value: number; readonly weight: number }>): number {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  const middle = sorted.find(({ weight }) => {
    sum += weight;
    return sum >= half;
  });
  return middle?.value ?? 0;
}
