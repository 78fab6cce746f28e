import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import { type Ended, endOf, startStowage } from '../support/command-line.ts';

/** `stowage serve` as a process of its own. */
export class Service {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;

  private constructor(child: ChildProcess, ended: Promise<Ended>, url: string) {
    this.#child = child;
    this.#ended = ended;
    this.url = url;
  }

  static async start(args: readonly string[]): Promise<Service> {
    const child = startStowage(['serve', ...args, '--port', '0']);
    const ended = endOf(child);
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', (text: string) => {
        const found = /http:\/\/\S+/.exec(text)?.[0];
        if (found !== undefined) resolve(found.replace(/\/$/, ''));
      });
      ended.then(({ stderr }) => reject(new Error(stderr)), reject);
    });
    return new Service(child, ended, url);
  }

  async json(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.url}${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  stop(): Promise<Ended> {
    this.#child.kill('SIGTERM');
    return this.#ended;
  }

  /** What its descriptors lead to. */
  descriptors(): string[] {
    const folder = `/proc/${this.#child.pid}/fd`;
    return fs.readdirSync(folder).flatMap((fd) => {
      try {
        return [fs.readlinkSync(`${folder}/${fd}`)];
      } catch {
        return [];
      }
    });
  }

  /** In bytes. */
  memory(): number {
    const status = fs.readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024;
  }
}

/** What many connections got. */
export interface Load {
  readonly statuses: ReadonlyMap<number, number>;
  readonly errors: readonly string[];
  /** Sorted, in milliseconds. */
  readonly times: readonly number[];
}

/** Asks over so many connections at once, each time for the next path, until it is enough. */
export async function load(
  url: string,
  paths: readonly string[],
  { connections, until }: { connections: number; until: () => boolean },
): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const [statuses, errors, times] = [new Map<number, number>(), [] as string[], [] as number[]];
  let asked = 0;
  const connection = async () => {
    while (!until()) {
      const begun = performance.now();
      try {
        const status = await get(`${url}${paths[asked++ % paths.length]}`, agent);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        times.push(performance.now() - begun);
      } catch (error) {
        errors.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  agent.destroy();
  return { statuses, errors, times: times.sort((a, b) => a - b) };
}

function get(url: string, agent: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', reject);
      })
      .on('error', reject);
  });
}
