import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command line. */
export const CLI = fileURLToPath(new URL('../../bin/stowage.js', import.meta.url));

/** How a command ended and what it said. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and as whom a command runs. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A user who is not root, so that permissions count. */
  readonly asNobody?: boolean;
  /** Whoever starts it writes to its stdin. */
  readonly hasStdin?: boolean;
}

const NOBODY = 65_534;

/** Runs the built command line to its end. */
export function stowage(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return endOf(startStowage(args, options));
}

/** Starts the built command line. */
export function startStowage(args: readonly string[], options: RunOptions = {}): ChildProcess {
  return startProgram(process.execPath, [CLI, ...args], options);
}

/** Starts a program that no variable of this environment changes. */
export function startProgram(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): ChildProcess {
  const { STOWAGE_DB: _, FORCE_COLOR: __, ...env } = process.env;
  const isRoot = process.getuid?.() === 0;
  return spawn(program, args, {
    env: { ...env, NO_COLOR: '1', ...options.env },
    stdio: [options.hasStdin === true ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.asNobody === true && isRoot && { uid: NOBODY, gid: NOBODY }),
  });
}

/** Waits for a command to end. */
export async function endOf(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, reason) => resolve([code, reason]));
  });
  return { exitCode, signal, ...texts };
}
