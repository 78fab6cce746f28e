import * as fs from 'node:fs';
import * as path from 'node:path';
import { codeHash } from './code-hash.ts';
import { Compiler } from './compiler.ts';
import { type CountedFile, NEW, type Survivor } from './counted.ts';
import type { Mutant } from './plant.ts';
import type { Told } from './task.ts';

/** What came of the mutants of some files. */
export function count(
  files: readonly string[],
  mutants: readonly Mutant[],
  told: readonly Told[],
): Record<string, CountedFile> {
  const wrong = told.find(({ mutant, result }) => mutant === undefined && result === 'failed');
  if (wrong !== undefined) throw new Error(`fails without a fault: ${wrong.test}: ${wrong.error}`);
  const reached = new Set(told.flatMap(({ reached = [], loaded = [] }) => [...reached, ...loaded]));
  const killed = new Set(told.flatMap(({ mutant, result }) => (result === 'failed' ? [mutant] : [])));
  const compiler = new Compiler();
  const countFile = (file: string): CountedFile => {
    const source = fs.readFileSync(file, 'utf8');
    const all = mutants.filter(({ fileName }) => path.resolve(fileName) === path.resolve(file));
    const alive = all.filter(({ id }) => !killed.has(id));
    const left = alive.filter((mutant) => compiler.compiles(file, planted(source, mutant)));
    const refused = alive.length - left.length;
    return {
      code: codeHash(source),
      mutants: all.length - refused,
      killed: all.length - alive.length,
      refused,
      survivors: left.map((mutant) => survivor(source, mutant, reached.has(mutant.id))),
    };
  };
  return Object.fromEntries(files.map((file) => [file, countFile(file)]));
}

function planted(source: string, mutant: Mutant): string {
  const { start, end } = placeOf(source, mutant);
  return source.slice(0, start) + mutant.replacement + source.slice(end);
}

function survivor(source: string, mutant: Mutant, isReached: boolean): Survivor {
  const { start, end } = placeOf(source, mutant);
  const line = source.split('\n')[mutant.location.start.line] ?? '';
  return {
    line: line.trim(),
    from: inOneLine(source.slice(start, end)),
    to: inOneLine(mutant.replacement),
    why: isReached ? NEW : `${NEW}, not reached`,
  };
}

function placeOf(source: string, { location }: Mutant): { start: number; end: number } {
  const lines = source.split('\n');
  const offsetOf = ({ line, column }: Mutant['location']['start']) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + column;
  return { start: offsetOf(location.start), end: offsetOf(location.end) };
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 100);
}
