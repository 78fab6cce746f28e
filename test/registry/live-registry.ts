import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Collection,
  type CollectOptions,
  garbageCollect,
  tryGarbageCollect,
} from './garbage-collect.ts';
import { RegistryClient } from './registry-client.ts';
import { type RegistrySettings, writeConfig } from './registry-config.ts';

const START_MS = 20_000;
// It has the kernel kill the server when this process ends, however it ends; no exit handler runs on SIGKILL.
const LAUNCHER = 'setpriv';

/** Debian's registry, really running on a free loopback port over a volume of its own. */
export class LiveRegistry {
  /** The registry's `rootdirectory`. */
  readonly root: string;
  /** A directory beside the volume for what a test makes. */
  readonly work: string;
  /** `host:port`, as it stands in an image's name. */
  readonly address: string;
  readonly client: RegistryClient;
  readonly #home: string;
  readonly #config: string;
  #server: ChildProcess | null = null;

  private constructor(home: string, address: string) {
    this.#home = home;
    this.#config = join(home, 'config.yml');
    this.root = join(home, 'volume');
    this.work = join(home, 'work');
    this.address = address;
    this.client = new RegistryClient(`http://${address}`);
  }

  /** Starts a registry over an empty volume and waits until it answers. */
  static async start(): Promise<LiveRegistry> {
    const home = await mkdtemp(join(tmpdir(), 'stowage-registry-'));
    const registry = new LiveRegistry(home, `127.0.0.1:${await freePort()}`);
    await mkdir(registry.root);
    await mkdir(registry.work);
    await writeConfig(registry.#config, registry.root, registry.address);
    try {
      await registry.#serve();
    } catch (error) {
      await registry.remove();
      throw error;
    }
    return registry;
  }

  /** An image's name as skopeo wants it. */
  image(reference: string): string {
    return `docker://${this.address}/${reference}`;
  }

  /** Runs the registry's own garbage-collect on this volume. */
  garbageCollect(options: CollectOptions = {}): Promise<Collection> {
    return garbageCollect(this.#config, options);
  }

  /** The same where it may give up. */
  tryGarbageCollect(options: CollectOptions = {}): ReturnType<typeof tryGarbageCollect> {
    return tryGarbageCollect(this.#config, options);
  }

  /** Has each write to these files of the volume wait so long, as on a slow disk, until the server ends. */
  async slowDown(paths: readonly string[], ms: number): Promise<void> {
    const files = paths.flatMap((path) => ['-P', join(this.root, path)]);
    const slow = ['-e', 'trace=write', '-e', `inject=write:delay_enter=${ms * 1000}`, '-o', '/dev/null'];
    const tracer = spawn('strace', ['-f', '-p', `${this.#server?.pid}`, ...files, ...slow], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [said] = (await once(tracer.stderr, 'data')) as [Buffer];
    if (!said.includes('attached')) throw new Error(`strace does not attach: ${said}`);
    tracer.stderr.resume();
  }

  /** Ends the server and leaves the volume as it is. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  /** Serves what the volume now holds, with a process that remembers nothing of what it held. */
  async restart(settings?: RegistrySettings): Promise<void> {
    await this.stop();
    if (settings !== undefined) await writeConfig(this.#config, this.root, this.address, settings);
    await this.#serve();
  }

  /** Ends the server and deletes the volume. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#home, { recursive: true, force: true });
  }

  async #serve(): Promise<void> {
    const args = ['--pdeathsig', 'KILL', 'docker-registry', 'serve', this.#config];
    const server = spawn(LAUNCHER, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#server = server;
    let complaints = '';
    server.stderr.on('data', (text: Buffer) => {
      complaints += text.toString();
    });
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline) {
      if (server.exitCode !== null)
        throw new Error(`docker-registry exited ${server.exitCode}: ${complaints}`);
      const answer = await fetch(`http://${this.address}/v2/`).catch(() => null);
      if (answer?.status === 200 || answer?.status === 401) return;
      await sleep(50);
    }
    throw new Error(`docker-registry does not answer on ${this.address}: ${complaints}`);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no loopback port to be had');
  return address.port;
}
