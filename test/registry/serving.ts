import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { CLI } from '../support/command-line.ts';

/** `stowage serve` as an operator starts it, on a free port of loopback. */
export class Serving {
  /** `host:port`, as it stands in an image's name. */
  readonly address: string;
  readonly #server: ChildProcess;

  private constructor(server: ChildProcess, address: string) {
    this.#server = server;
    this.address = address;
  }

  /** Starts it over a volume, and waits until it listens. */
  static async start(volume: string, db: string, ...options: string[]): Promise<Serving> {
    const args = [CLI, 'serve', volume, '--db', db, '--port', '0', ...options];
    // The kernel ends it when this process ends, however it does.
    const server = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    return new Promise((resolve, reject) => {
      const hear = (text: Buffer) => {
        said += text.toString();
        const [, address] = /http:\/\/(127\.0\.0\.1:\d+)/.exec(said) ?? [];
        if (address !== undefined) resolve(new Serving(server, address));
      };
      server.stdout.on('data', hear);
      server.stderr.on('data', hear);
      server.on('exit', (code) => reject(new Error(`stowage serve exited ${code}: ${said}`)));
    });
  }

  get pid(): number {
    return this.#server.pid ?? 0;
  }

  image(reference: string): string {
    return `docker://${this.address}/${reference}`;
  }

  async stop(): Promise<void> {
    if (this.#server.exitCode !== null || this.#server.signalCode !== null) return;
    this.#server.kill('SIGTERM');
    await once(this.#server, 'exit');
  }
}
