import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { UsageError } from '../errors.ts';
import type { AccessLog } from './guard/access-log.ts';
import type { GuardEnv } from './guard/environment.ts';
import type { ServeOptions } from './options.ts';

/** Above the 60 s after which nginx lets a connection go, so that it never sends a request into one that closes. */
const KEEP_ALIVE_MS = 75_000;
/** How long a client may take to send its header, and all of its request. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
/** How often that is looked at. */
const CHECK_MS = 2_000;
/** A connection on which nothing moves for so long is closed: nobody reads what is written to it. */
const SILENCE_MS = 300_000;
const HEADER_BYTES = 16 * 1024;
/**
 * Requests on one connection whose answers may wait for those before them. Node reads all that come in one piece, 1,000 of
 * them, and keeps what it answers until somebody reads it; hardly any client sends the next before it has an answer.
 */
const ANSWERS_WAITING = 4;
const CONNECTIONS = 1000;
/** How long what is under way when the service stops may take to end. */
const STOP_MS = 10_000;
const IDLE_MS = 50;

const REFUSALS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there. Name another with --port',
  EACCES: 'this user may not listen there. Name a port above 1023 with --port',
  EADDRNOTAVAIL: 'this machine has no such address. Name one of its own with --host',
  ENOTFOUND: 'there is no such host. Name an address of this machine with --host',
};

/** What is answered to what is no request, by the parser's code; 400 to the rest (as Node does by itself). */
const UNREAD: Readonly<Record<string, [status: number, reason: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** Listens for requests, within limits, and stops without cutting off what is under way. */
export class Listener {
  readonly #server: Server;
  readonly #log: AccessLog;
  /** What is being answered over a connection. */
  readonly #answering = new WeakMap<Socket, ServerResponse>();
  readonly #waiting = new WeakMap<Socket, number>();

  constructor(answer: Hono<GuardEnv>['fetch'], log: AccessLog) {
    this.#log = log;
    this.#server = createAdaptorServer({
      fetch: (request, env) =>
        (env as GuardEnv['Bindings']).incoming.socket.destroyed
          ? new Response(null, { status: 503 })
          : answer(request, env as GuardEnv['Bindings']),
      serverOptions: {
        keepAliveTimeout: KEEP_ALIVE_MS,
        headersTimeout: HEADERS_MS,
        requestTimeout: REQUEST_MS,
        connectionsCheckingInterval: CHECK_MS,
        maxHeaderSize: HEADER_BYTES,
        // Refused all the same, but where the log hears of it.
        requireHostHeader: false,
      },
    }) as Server;
    this.#server.maxConnections = CONNECTIONS;
    this.#server.setTimeout(SILENCE_MS);
    this.#server.prependListener('request', (incoming, outgoing) => {
      this.#answering.set(incoming.socket, outgoing);
      log.watch(incoming, outgoing);
      this.#limitWaiting(incoming.socket, outgoing);
    });
    this.#server.on('checkExpectation', (incoming, outgoing) => {
      log.watch(incoming, outgoing);
      outgoing.writeHead(417, { Connection: 'close' }).end();
    });
    this.#server.on('connect', (_, socket) => this.#refuse(socket as Socket, 405, 'Method Not Allowed'));
    this.#server.on('clientError', (error, socket) => this.#refuseUnread(error, socket as Socket));
  }

  /** Ends a connection on which more is asked than is read. */
  #limitWaiting(socket: Socket, outgoing: ServerResponse): void {
    const waiting = (this.#waiting.get(socket) ?? 0) + 1;
    this.#waiting.set(socket, waiting);
    outgoing.once('close', () => this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1));
    if (waiting > ANSWERS_WAITING) socket.destroy();
  }

  /** Refuses what the parser cannot read. Nothing is written into the middle of an answer. */
  #refuseUnread({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
    const isUnread = code.startsWith('HPE_') || code === 'ERR_HTTP_REQUEST_TIMEOUT';
    const answer = this.#answering.get(socket);
    const isBetween = answer === undefined || answer.writableFinished || !answer.headersSent;
    if (isUnread && isBetween && socket.writable)
      this.#refuse(socket, ...(UNREAD[code] ?? ([400, 'Bad Request'] as const)));
    else socket.destroy();
  }

  #refuse(socket: Socket, status: number, reason: string): void {
    const allow = status === 405 ? 'Allow: GET, HEAD\r\n' : '';
    const text = `HTTP/1.1 ${status} ${reason}\r\n${allow}Connection: close\r\n\r\n`;
    this.#log.tellUnread(socket, { status, bytes: text.length });
    socket.end(text, () => socket.destroy());
  }

  /** @returns `http://host:port`. @throws UsageError where it cannot listen. */
  async listen({ host, port }: Pick<ServeOptions, 'host' | 'port'>): Promise<string> {
    try {
      this.#server.listen({ host, port });
      await once(this.#server, 'listening');
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      throw new UsageError(`Cannot listen on ${host}, port ${port}: ${REFUSALS[code] ?? message}.`);
    }
    const { port: taken } = this.#server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  }

  /** Takes no more requests, and waits for the answers to those that are there, but not for ever. */
  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    // One that has its answer stays open for the next request, and would hold up the end.
    const idle = setInterval(() => this.#server.closeIdleConnections(), IDLE_MS);
    const timer = setTimeout(() => this.#server.closeAllConnections(), STOP_MS);
    await closed;
    clearInterval(idle);
    clearTimeout(timer);
  }
}
