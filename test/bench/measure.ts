import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

/** A whole process to time; `before` runs untimed ahead of each run, `log` takes its stderr. */
export interface Command {
  name: string;
  argv: readonly string[];
  log: string;
  before?: () => void;
}

/** What one run of a command cost. */
export interface Run {
  seconds: number;
  cpuSeconds: number;
  peakBytes: number;
}

/** A command and its runs, in the order they were made. */
export interface Measurement {
  name: string;
  runs: Run[];
}

/** A measured command that did not end with exit code 0. */
export class CommandFailed extends Error {
  override name = 'CommandFailed';
}

const POLL_MS = 10;

// Node tells no child's CPU time, and its exit comes too late to read /proc; the shell's `times` is exact and everywhere.
// The inner shell gives its pid and becomes the command, in the foreground, so that Ctrl-C ends it too.
const WRAPPER = `sh -c 'echo $$ >&3; exec "$@" 3>&-' sh "$@"; code=$?; times >&3; exit $code`;

// Runs a command once, its output thrown away, and rejects with CommandFailed when it fails.
async function runOnce(command: Command): Promise<Run> {
  command.before?.();
  const log = openSync(command.log, 'w');
  const start = performance.now();
  const shell = spawn('sh', ['-c', WRAPPER, 'sh', ...command.argv], {
    stdio: ['ignore', 'ignore', log, 'pipe'],
  });
  closeSync(log);

  let told = '';
  let peakBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const poll = () => {
    peakBytes = Math.max(peakBytes, highWaterMark(Number.parseInt(told, 10)));
  };
  (shell.stdio[3] as Readable).setEncoding('utf8').on('data', (text: string) => {
    told += text;
    timer ??= setInterval(poll, POLL_MS);
  });
  let seconds = 0;
  shell.once('exit', () => {
    seconds = (performance.now() - start) / 1000;
    clearInterval(timer);
  });
  const [code] = (await once(shell, 'close')) as [number | null];
  if (code !== 0) throw new CommandFailed(`${command.name}: exit code ${code}\n${lastLines(command.log)}`);
  return { seconds, cpuSeconds: childrenSeconds(told), peakBytes };
}

/** Runs the commands in turn (A B C, A B C ...), so that what else the machine does hits all of them alike. */
export async function measureInTurn(
  commands: readonly Command[],
  runs: number,
  warmUps: number,
): Promise<Measurement[]> {
  const measurements: Measurement[] = commands.map(({ name }) => ({ name, runs: [] }));
  for (let round = -warmUps; round < runs; round++) {
    for (const [i, command] of commands.entries()) {
      const run = await runOnce(command);
      if (round >= 0) measurements[i]!.runs.push(run);
    }
  }
  return measurements;
}

/** The median of a figure over a command's runs. */
export function median(measurement: Measurement, figure: keyof Run): number {
  return middle(measurement.runs.map((run) => run[figure]));
}

/** How much longer a command took than its rival: the median of the ratios of the runs made side by side. */
export function ratio(measurement: Measurement, rival: Measurement): number {
  return middle(measurement.runs.map((run, i) => run.seconds / rival.runs[i]!.seconds));
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

// The kernel keeps the peak itself, so polling misses only what a process grows in its last few milliseconds.
function highWaterMark(pid: number): number {
  try {
    const line = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Number(line[1]) * 1024 : 0;
  } catch {
    return 0; // it has ended, or there is no /proc here
  }
}

// `times` prints user and system time twice: the shell's own, then its children's.
function childrenSeconds(told: string): number {
  const times = [...told.matchAll(/(\d+)m([\d.,]+)s/g)].slice(2);
  return times.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds!.replace(',', '.')),
    0,
  );
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
}
