import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const COLUMNS = 120;
const ROWS = 40;
const WAIT_MS = 20_000;
/** What has not changed for so long after a key does not change. */
const STAYS_MS = 3000;

/** What ncdu shows of an entry in its window of details, to the byte. */
export interface ShownEntry {
  readonly diskUsage: number;
  readonly apparentSize: number;
}

/** The real ncdu or gdu on a terminal of tmux: what a person would see and press. */
export class TerminalScreen {
  readonly #socket: string;

  /** `socket` is a path for the socket of a tmux of its own. */
  constructor(program: 'ncdu' | 'gdu', file: string, socket: string) {
    this.#socket = socket;
    const size = ['-x', String(COLUMNS), '-y', String(ROWS)];
    this.#tmux('new-session', '-d', ...size, program, '-f', file);
  }

  /** What is on the screen, once `expected` is. */
  async shows(expected: RegExp): Promise<string> {
    const until = Date.now() + WAIT_MS;
    let screen = '';
    while (Date.now() < until) {
      screen = this.#tmux('capture-pane', '-p');
      if (expected.test(screen)) return screen;
      await sleep(50);
    }
    throw new Error(`There is no ${expected} on the screen, but:\n${screen}`);
  }

  press(...keys: string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** All entries of the directory that ncdu has open, by name: goes through them with the window of details. */
  async entries(): Promise<Map<string, ShownEntry>> {
    const entries = new Map<string, ShownEntry>();
    this.press('Home', 'i');
    for (let name = await this.#otherName(''); name !== undefined; name = await this.#otherName(name)) {
      const screen = this.#tmux('capture-pane', '-p');
      entries.set(name, {
        diskUsage: bytesIn(screen, 'Disk usage'),
        apparentSize: bytesIn(screen, 'Apparent size'),
      });
      this.press('Down');
    }
    this.press('i');
    return entries;
  }

  /** The name in the window of details, once it is another; undefined where it stays, as at the last entry. */
  async #otherName(before: string): Promise<string | undefined> {
    for (const until = Date.now() + STAYS_MS; Date.now() < until; await sleep(20)) {
      const name = /Name: (.*?) +│/.exec(this.#tmux('capture-pane', '-p'))?.[1];
      if (name !== undefined && name !== before) return name;
    }
    return undefined;
  }

  end(): void {
    this.#tmux('kill-server');
  }

  #tmux(...args: string[]): string {
    return execFileSync('tmux', ['-u', '-f', '/dev/null', '-S', this.#socket, ...args], {
      encoding: 'utf8',
      env: { ...process.env, TERM: 'xterm' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

function bytesIn(screen: string, what: string): number {
  const digits = new RegExp(`${what}: .*\\(([\\d.,]+) B\\)`).exec(screen)?.[1];
  return Number(digits?.replace(/[.,]/g, ''));
}
