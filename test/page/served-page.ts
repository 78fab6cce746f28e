import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { startStowage } from '../support/command-line.ts';

/** A service that is started, and how it is ended. */
export interface ServedPage {
  /** With a slash at the end. */
  readonly address: string;
  end(): Promise<void>;
}

/** Serves an inventory by the built command line, on a port that is free. */
export async function servePage(db: string): Promise<ServedPage> {
  const child = startStowage(['serve', '--port', '0', '--db', db]);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    address: await addressOf(child),
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Where it says that it serves. */
async function addressOf({ stdout, stderr }: ChildProcess): Promise<string> {
  const lines: string[] = [];
  const read = async (stream: Readable | null) => {
    for await (const line of createInterface({ input: stream! })) {
      lines.push(line);
      const [address] = /http:\/\/\S+/.exec(line) ?? [];
      if (address !== undefined) return address;
    }
    throw new Error(`It ended and served nothing: ${lines.join('\n')}`);
  };
  return Promise.any([read(stdout), read(stderr)]);
}
