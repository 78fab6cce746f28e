import { type Measurement, median, ratio } from './measure.ts';

type Row = readonly string[];

const HEAD: Row = ['what', 'median s', 'range s', 'ratio', 'to', 'CPU s', 'peak MB'];
const LEFT = new Set(['what', 'to']);

/** One block of rows: commands measured in turn, each against the first of them. */
export interface Block {
  title: string;
  measurements: readonly Measurement[];
}

/** All blocks as one aligned table; MB are 10^6 bytes. */
export function formatTable(blocks: readonly Block[]): string {
  const rows = blocks.map(({ measurements }) =>
    measurements.map((each) => formatRow(each, measurements[0]!)),
  );
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.flat().map((row) => row[column]!.length)),
  );
  const line = (row: Row) =>
    row
      .map((cell, i) => (LEFT.has(HEAD[i]!) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return blocks
    .flatMap(({ title }, i) => ['', title, ...rows[i]!.map((row) => `  ${line(row)}`)])
    .toSpliced(0, 1, `  ${line(HEAD)}`)
    .join('\n');
}

function formatRow(measurement: Measurement, rival: Measurement): Row {
  const seconds = measurement.runs.map((run) => run.seconds);
  const peak = median(measurement, 'peakBytes');
  return [
    measurement.name,
    median(measurement, 'seconds').toFixed(2),
    `${Math.min(...seconds).toFixed(2)}-${Math.max(...seconds).toFixed(2)}`,
    ratio(measurement, rival).toFixed(2),
    rival.name,
    median(measurement, 'cpuSeconds').toFixed(2),
    peak === 0 ? '-' : (peak / 1e6).toFixed(0),
  ];
}
