import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatBytes } from '../../render/format.ts';
import type { Json } from '../source/source.ts';
import { BYTE_STATES } from './states-of-bytes.ts';

type Scans = Json<'history'>['scans'];

const HEIGHT = 240;
const AXIS_WIDTH = 74;
/** Between lines: powers of two, which are round in the units of bytes. */
const STEPS = Array.from({ length: 50 }, (_, power) => 2 ** power);

/** What lay on the disk at each scan, by state, one on the other. Drawn when it comes into view. */
export function GrowthChart({
  scans,
  onPoint,
}: {
  scans: Scans;
  /** Which scan is pointed at. */
  onPoint: (at: number | undefined) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    return whenSeen(element, () => drawIn(element, scans, onPoint));
  }, [scans, onPoint]);
  return <div ref={place} class="chart" aria-hidden="true" />;
}

/** Does something when an element comes into view, and undoes it at the end. */
function whenSeen(element: HTMLElement, begin: () => () => void): () => void {
  let end: (() => void) | undefined;
  const observer = new IntersectionObserver(([entry]) => {
    if (entry?.isIntersecting !== true || end !== undefined) return;
    observer.disconnect();
    end = begin();
  });
  observer.observe(element);
  return () => {
    observer.disconnect();
    end?.();
  };
}

/** Draws, and again where the width or the colours change. */
function drawIn(element: HTMLElement, scans: Scans, onPoint: (at: number | undefined) => void): () => void {
  let chart = draw(element, scans, onPoint);
  const again = () => {
    chart.destroy();
    chart = draw(element, scans, onPoint);
  };
  const resized = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
  resized.observe(element);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', again);
  return () => {
    resized.disconnect();
    dark.removeEventListener('change', again);
    chart.destroy();
  };
}

function draw(element: HTMLElement, scans: Scans, onPoint: (at: number | undefined) => void): uPlot {
  const colour = (name: string) => getComputedStyle(element).getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colour('text-dim'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  };
  // The whole first, so that what is drawn later covers it up to its own sum.
  const stack = BYTE_STATES.map((_, at) => BYTE_STATES.slice(0, at + 1)).reverse();
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { y: { range: (_, __, most) => [0, most * 1.05 || 1] } },
      axes: [
        { ...axis, space: 80, values: (_, times) => times.map(dateOf) },
        { ...axis, size: AXIS_WIDTH, incrs: STEPS, values: (_, sums) => sums.map(formatBytes) },
      ],
      series: [
        {},
        ...stack.map((states) => ({
          stroke: colour('surface'),
          width: 1,
          fill: colour(states.at(-1)?.state ?? 'other'),
          points: { show: false },
        })),
      ],
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
    },
    [
      scans.map(({ scannedAt }) => Date.parse(scannedAt) / 1000),
      ...stack.map((states) => scans.map((scan) => states.reduce((sum, { key }) => sum + scan[key], 0))),
    ],
    element,
  );
}

function dateOf(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10);
}
