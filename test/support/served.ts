import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type RunOptions, startStowage } from './command-line.ts';

/** A service that was started as people start it. */
export interface Served {
  /** `host:port`. */
  readonly address: string;
  /** With a slash at its end. */
  readonly url: string;
  readonly child: ChildProcess;
  /** What it wrote on stderr. */
  readonly complaints: () => string;
  /** Ends it as systemd does, and gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `stowage serve` on a free port of this machine, and waits until it listens. */
export async function startServing(args: readonly string[], options: RunOptions = {}): Promise<Served> {
  const child = startStowage(['serve', '--port', '0', '--json', ...args], options);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const lines = createInterface({ input: child.stdout! });
  const first = once(lines, 'line') as Promise<[string]>;
  const ended = once(child, 'exit').then(() => {
    throw new Error(`stowage serve ended: ${complaints}`);
  });
  const [line] = await Promise.race([first, ended]);
  ended.catch(() => {});
  lines.on('line', () => {});
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  const { host } = new URL((JSON.parse(line) as { address: string }).address);
  return { address: host, url: `http://${host}/`, child, complaints: () => complaints, stop };
}
