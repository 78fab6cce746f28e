import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came, before it is passed on. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  /** The header of that name. */
  readonly authorization: string;
}

/** An answer of the registry, or one in its place. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What goes wrong with a request: an answer in the registry's place, or a connection that breaks. */
export type Fault = Partial<Answer> | 'broken before' | 'broken after' | undefined;

/** How a proxy treats what passes through it. */
export interface Treatment {
  readonly fault?: (asked: Asked) => Fault;
  readonly change?: (asked: Asked, answer: Answer) => Answer;
}

/** Stands before a registry, and lets go wrong what does between a script and a registry. */
export class FaultyProxy {
  readonly url: string;
  treatment: Treatment = {};
  readonly #server: Server;
  readonly #registry: string;

  private constructor(server: Server, registry: string) {
    this.#server = server;
    this.#registry = registry;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (asked, answer) => void this.#pass(asked, answer));
  }

  /** Listens on a free loopback port for what is meant for this registry. */
  static async before(registry: string): Promise<FaultyProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultyProxy(server, registry);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming;
    const asked = { method, url, authorization: incoming.headers.authorization ?? '' };
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const fault = this.treatment.fault?.(asked);
    if (fault === 'broken before') return void outgoing.destroy();
    if (typeof fault === 'object') {
      outgoing.writeHead(fault.status ?? 500, fault.headers).end(fault.body);
      return;
    }
    const answer = await this.#ask(method, url, incoming, Buffer.concat(chunks));
    if (fault === 'broken after') return void outgoing.destroy();
    const { status, headers, body } = this.treatment.change?.(asked, answer) ?? answer;
    outgoing.writeHead(status, headers).end(body);
  }

  /** As the registry answers; node's fetch would not take a HEAD's length. */
  async #ask(method: string, url: string, { headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    const asking = request(new URL(url, this.#registry), { method, headers });
    asking.end(body);
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return {
      status: answer.statusCode ?? 500,
      headers: answer.headers as Record<string, string>,
      body: Buffer.concat(chunks),
    };
  }
}
