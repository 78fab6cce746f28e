import { escapeText } from '../../escape.ts';
import { safeJson } from '../../safe-json.ts';
import type { GuardEnv } from './environment.ts';
import type { LogForm } from './options.ts';

/** A request, when its answer was sent or nobody waits for it any more. */
interface Told {
  readonly time: string;
  readonly address: string;
  /** Who logged in. What others typed may be a password, and is not told. */
  readonly user?: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Sent, with headers. */
  readonly bytes: number;
  readonly ms: number;
  readonly agent?: string;
  /** True where whoever asked went away before all was sent. */
  readonly aborted?: true;
}

const LONGEST_PATH = 2000;
const LONGEST_AGENT = 300;

type Incoming = GuardEnv['Bindings']['incoming'];
type Outgoing = GuardEnv['Bindings']['outgoing'];

const users = new WeakMap<object, string>();

/** Notes who was let in with a request, for its line. */
export function noteUser(incoming: object, user: string): void {
  users.set(incoming, user);
}

/**
 * Tells of each request on a line of its own. Nothing of a request is in it that ends a line or that a terminal acts on;
 * what may have spaces in it is quoted. It hears of requests where they arrive, so that those are in it, too, that are
 * refused before anything here sees them.
 */
export class AccessLog {
  readonly #form: LogForm;
  readonly #write: (line: string) => void;

  /** @param write takes a line without its end */
  constructor(form: LogForm, write: (line: string) => void) {
    this.#form = form;
    this.#write = write;
  }

  /** Tells of a request when its answer was sent, or when the connection ends before. */
  watch(incoming: Incoming, outgoing: Outgoing): void {
    if (this.#form === 'none') return;
    const begun = performance.now();
    const time = new Date().toISOString();
    const { socket } = incoming;
    const before = socket.bytesWritten;
    outgoing.once('close', () => {
      const user = users.get(incoming);
      const agent = incoming.headers['user-agent'];
      this.#tell({
        time,
        address: socket.remoteAddress ?? '-',
        ...(user !== undefined && { user }),
        method: incoming.method ?? '-',
        path: (incoming.url ?? '').slice(0, LONGEST_PATH),
        status: outgoing.statusCode,
        bytes: socket.bytesWritten - before,
        ms: Math.round(performance.now() - begun),
        ...(agent !== undefined && { agent: agent.slice(0, LONGEST_AGENT) }),
        ...(!outgoing.writableFinished && { aborted: true }),
      });
    });
  }

  /** Tells of what came over a connection and was no request that can be read. */
  tellUnread(
    { remoteAddress = '-' }: Pick<Incoming['socket'], 'remoteAddress'>,
    { status, bytes }: Pick<Told, 'status' | 'bytes'>,
  ): void {
    const time = new Date().toISOString();
    this.#tell({ time, address: remoteAddress, method: '-', path: '-', status, bytes, ms: 0 });
  }

  #tell(told: Told): void {
    if (this.#form !== 'none') this.#write(this.#form === 'json' ? safeJson(told) : lineOf(told));
  }
}

function lineOf({ time, address, user, method, path, status, bytes, ms, agent, aborted }: Told): string {
  const who = user === undefined ? '-' : safeJson(user);
  const program = agent === undefined ? '-' : safeJson(agent);
  const line = `${time} ${address} ${who} ${method} ${escapeText(path)} ${status} ${bytes}B ${ms}ms ${program}`;
  return aborted === true ? `${line} aborted` : line;
}
