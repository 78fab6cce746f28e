import type { Demonstration } from './demonstration.ts';
import { code, fence } from './markdown.ts';

const WIDTH = 110;

/** What a command prints with --json: each list cut after its first entry, what fits in a line in one line. */
export function jsonExample(command: string, demonstration: Demonstration): string {
  const answer: unknown = JSON.parse(demonstration.run(`stowage ${command} --json`));
  return `${code(`stowage ${command} --json`)}\n\n${fence('json', print(cutLists(answer), 0))}`;
}

/** All keys in a JSON value, however deep. */
export function keysIn(value: unknown): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const deeper = Object.values(value).flatMap((each) => [...keysIn(each)]);
  return new Set([...(Array.isArray(value) ? [] : Object.keys(value)), ...deeper]);
}

function cutLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, 1).map(cutLists);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cutLists(each)]));
}

function print(value: unknown, depth: number): string {
  const flat = printFlat(value);
  const isScalar = typeof value !== 'object' || value === null;
  // The answer itself is always spread out, so that its keys stand below one another.
  if (isScalar || (depth > 0 && flat.length + 2 * depth < WIDTH)) return flat;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const indent = '  '.repeat(depth + 1);
  const entries = Object.entries(value).map(([key, each]) => {
    const start = Array.isArray(value) ? '' : `${JSON.stringify(key)}: `;
    return `${indent}${start}${print(each, depth + 1)}`;
  });
  return `${open}\n${entries.join(',\n')}\n${'  '.repeat(depth)}${close}`;
}

function printFlat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printFlat).join(', ')}]`;
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${printFlat(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
