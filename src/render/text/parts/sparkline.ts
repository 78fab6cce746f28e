const LEVELS = '▁▂▃▄▅▆▇█';

/**
 * A line of at most `width` columns that rises and falls with some values, from the lowest of them to the highest: of
 * more values than columns each column has the last of its share.
 */
export function renderSparkline(values: readonly number[], width: number): string {
  const columns = Math.min(values.length, width);
  const shown = Array.from(
    { length: columns },
    (_, column) => values[Math.ceil(((column + 1) * values.length) / columns) - 1] as number,
  );
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const level = (value: number) => (high === low ? 0 : ((value - low) / (high - low)) * (LEVELS.length - 1));
  return shown.map((value) => LEVELS[Math.round(level(value))]).join('');
}
