import * as fs from 'node:fs';
import * as path from 'node:path';

/*
 * What the process that runs the tests is told, and what it tells: in a directory, so that it can be killed where a fault has
 * made it run for ever.
 */

export interface Task {
  readonly root: string;
  /** By their absolute path. */
  readonly code: Readonly<Record<string, string>>;
  /** The files that mutants are in, by their ids. */
  readonly mutants: Readonly<Record<string, string>>;
  /** Files of tests, the quickest first. */
  readonly tests: readonly string[];
}

/** What came of one run of a test: with a fault, or with none. */
export interface Told {
  readonly test: string;
  readonly mutant?: string;
  /** `begun` where nothing has come of it yet. */
  readonly result: 'begun' | 'passed' | 'failed';
  /** With no fault: those that the test reaches. */
  readonly reached?: readonly string[];
  /** With no fault: those that were loaded until then with a module, and were not told before. */
  readonly loaded?: readonly string[];
  readonly error?: string;
}

export function writeTask(directory: string, task: Task): void {
  fs.writeFileSync(path.join(directory, 'task.json'), JSON.stringify(task));
  fs.writeFileSync(logOf(directory), '');
}

export function readTask(directory: string): Task {
  return JSON.parse(fs.readFileSync(path.join(directory, 'task.json'), 'utf8')) as Task;
}

export function tell(directory: string, told: Told): void {
  fs.appendFileSync(logOf(directory), `${JSON.stringify(told)}\n`);
}

export function readTold(directory: string): Told[] {
  const lines = fs.readFileSync(logOf(directory), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Told);
}

/** Says which fault is on when modules are loaded. */
export function writeActive(directory: string, mutant: string | undefined): void {
  fs.writeFileSync(path.join(directory, 'active'), mutant ?? '');
}

export function readActive(directory: string): string | undefined {
  return fs.readFileSync(path.join(directory, 'active'), 'utf8') || undefined;
}

export function logOf(directory: string): string {
  return path.join(directory, 'told.ndjson');
}
