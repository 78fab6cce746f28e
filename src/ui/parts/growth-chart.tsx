import { area } from 'd3-shape';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatBytes } from '../../render/format.ts';
import type { ByteState } from './states-of-bytes.ts';

/** A scan with what was there. */
export interface Scanned {
  readonly scannedAt: string;
}

/** What is drawn of a scan, one on the other, in the colour of its state. */
export interface GrowthPart<Scan> {
  readonly state: ByteState['state'];
  readonly of: (scan: Scan) => number;
}

type Parts<Scan> = ReadonlyArray<GrowthPart<Scan>>;

const HEIGHT = 240;
/** Room for the labels of bytes at the left and of days below. */
const [LEFT, TOP, RIGHT, BOTTOM] = [74, 8, 12, 26];
/** Lines across, and columns between two days that are named. */
const [MOST_LINES, DAY_WIDTH] = [5, 110];

/** What lay on the disk at each scan, by state, one on the other: the same as the table below it says. */
export function GrowthChart<Scan extends Scanned>({
  scans,
  parts,
  onPoint,
}: {
  scans: readonly Scan[];
  parts: Parts<Scan>;
  /** Which scan is pointed at. */
  onPoint: (at: number | undefined) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const [pointed, setPointed] = useState<number>();
  const point = (at: number | undefined) => {
    setPointed(at);
    onPoint(at);
  };
  const scale = scaleOf(scans, parts, width);
  return (
    <div ref={place} class="chart" aria-hidden="true">
      {width > LEFT + RIGHT && (
        <svg
          width={width}
          height={HEIGHT}
          onPointerMove={({ offsetX }) => point(nearest(scans, scale, offsetX))}
          onPointerLeave={() => point(undefined)}
        >
          <title>Growth</title>
          <Lines scale={scale} width={width} />
          <Areas scans={scans} parts={parts} scale={scale} />
          {pointed !== undefined && scans[pointed] !== undefined && (
            <path class="pointed" d={`M${scale.x(scans[pointed])} ${TOP}V${HEIGHT - BOTTOM}`} />
          )}
        </svg>
      )}
    </div>
  );
}

/** Where things are drawn. */
interface Scale {
  readonly from: number;
  readonly to: number;
  readonly most: number;
  readonly x: (scan: Scanned) => number;
  readonly y: (bytes: number) => number;
}

function scaleOf<Scan extends Scanned>(scans: readonly Scan[], parts: Parts<Scan>, width: number): Scale {
  const times = scans.map(timeOf);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(1, ...scans.map((scan) => sumOf(scan, parts))) * 1.05;
  const across = width - LEFT - RIGHT;
  return {
    from,
    to,
    most,
    x: (scan) => LEFT + (to === from ? across / 2 : ((timeOf(scan) - from) / (to - from)) * across),
    y: (bytes) => HEIGHT - BOTTOM - (bytes / most) * (HEIGHT - TOP - BOTTOM),
  };
}

/** An area for each state, on top of those before it. */
function Areas<Scan extends Scanned>({
  scans,
  parts,
  scale,
}: {
  scans: readonly Scan[];
  parts: Parts<Scan>;
  scale: Scale;
}) {
  return (
    <>
      {parts.map(({ state }, at) => {
        const shape = area<Scan>()
          .x(scale.x)
          .y0((scan) => scale.y(sumOf(scan, parts.slice(0, at))))
          .y1((scan) => scale.y(sumOf(scan, parts.slice(0, at + 1))));
        return <path key={state} class={`area state-${state}`} d={shape([...scans]) ?? ''} />;
      })}
    </>
  );
}

/** Lines at round numbers of bytes, and days below. */
function Lines({ scale, width }: { scale: Scale; width: number }) {
  const days = Math.max(1, Math.min(8, Math.floor((width - LEFT - RIGHT) / DAY_WIDTH)));
  const times = Array.from(
    { length: days + 1 },
    (_, at) => scale.from + ((scale.to - scale.from) * at) / days,
  );
  const labels = [...new Map(times.map((time) => [dayOf(time), time]))];
  return (
    <>
      {stepsTo(scale.most).map((bytes) => (
        <g key={bytes}>
          <path class="grid" d={`M${LEFT} ${scale.y(bytes)}H${width - RIGHT}`} />
          <text x={LEFT - 8} y={scale.y(bytes)} dy="0.32em" text-anchor="end">
            {formatBytes(bytes)}
          </text>
        </g>
      ))}
      {labels.map(([day, time], at) => (
        <text
          key={day}
          x={labels.length === 1 ? width / 2 : scale.x({ scannedAt: new Date(time).toISOString() })}
          y={HEIGHT - 6}
          text-anchor={
            labels.length === 1 ? 'middle' : at === 0 ? 'start' : at === labels.length - 1 ? 'end' : 'middle'
          }
        >
          {day}
        </text>
      ))}
    </>
  );
}

/** From 0 in steps of a power of two, which are round in the units of bytes. */
function stepsTo(most: number): number[] {
  const step = 2 ** Math.ceil(Math.log2(most / MOST_LINES));
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
}

/** The scan that is nearest to a place. */
function nearest(scans: readonly Scanned[], { x }: Scale, place: number): number {
  const distances = scans.map((scan) => Math.abs(x(scan) - place));
  return distances.indexOf(Math.min(...distances));
}

/** What parts have together. */
export function sumOf<Scan>(scan: Scan, parts: Parts<Scan>): number {
  return parts.reduce((sum, { of }) => sum + of(scan), 0);
}

function timeOf({ scannedAt }: Scanned): number {
  return Date.parse(scannedAt);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The width that an element has, also after it changed. */
function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return width;
}
