/** A series with its value, as the text format of Prometheus has it. */
export interface Series {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-z_]+)="((?:[^"\\]|\\.)*)",?/gy;

/** Reads metrics, and throws where Prometheus would. */
export function readMetrics(text: string): Series[] {
  const series = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readLine);
  const keys = series.map(({ metric, labels }) => JSON.stringify([metric, labels]));
  const twice = keys.find((key, at) => keys.indexOf(key) < at);
  if (twice !== undefined) throw new Error(`There are two of ${twice}.`);
  return series;
}

function readLine(line: string): Series {
  const [, metric = '', written = '', value = ''] = LINE.exec(line) ?? [];
  if (value === '' || Number.isNaN(Number(value))) throw new Error(`This is no series: ${line}`);
  const labels = [...written.matchAll(LABEL)];
  if (labels.map(([whole]) => whole).join('') !== written) throw new Error(`These are no labels: ${written}`);
  return {
    metric,
    labels: Object.fromEntries(labels.map(([, name, text = '']) => [name, unescaped(text)])),
    value: Number(value),
  };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
}
