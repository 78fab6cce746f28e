import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { run } from './run.ts';

const SERVICE = 'the registry & co.';
const ISSUER = 'stowage-test';

/** Gives tokens that a real registry believes, to whoever knows the password. */
export class TokenServer {
  /** Scopes that were asked for, in order. */
  readonly scopes: string[] = [];
  /** The section `auth` of the registry's configuration. */
  readonly auth: object;
  /** What a scope may do at most. */
  allowed = ['pull', 'push', 'delete'];
  readonly #server: Server;
  readonly #key: KeyObject;
  readonly #certificate: string;
  readonly #basic: string;

  private constructor(server: Server, directory: string, credentials: string) {
    this.#server = server;
    const certificate = join(directory, 'token.crt');
    this.#key = createPrivateKey(readFileSync(join(directory, 'token.key')));
    this.#certificate = readFileSync(certificate, 'utf8').replace(/-----.*-----|\s/g, '');
    this.#basic = `Basic ${Buffer.from(credentials).toString('base64')}`;
    const { port } = server.address() as AddressInfo;
    const realm = `http://127.0.0.1:${port}/token?account=of%20the%20realm`;
    this.auth = { token: { realm, service: SERVICE, issuer: ISSUER, rootcertbundle: certificate } };
    server.on('request', (asked, answer) => {
      const token = this.#tokenFor(asked);
      if (token === undefined) answer.writeHead(401).end('{"details":"incorrect username or password"}');
      else answer.end(`{"access_token":"no","token": "${token}","expires_in":300}\n`);
    });
  }

  /** Starts one whose key and certificate lie in `directory`; `credentials` is `<name>:<password>`. */
  static async start(directory: string, credentials: string): Promise<TokenServer> {
    const to = ['-keyout', join(directory, 'token.key'), '-out', join(directory, 'token.crt')];
    const made = await run('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=stowage', '-days', '2'],
      ...to,
    ]);
    if (made.exitCode !== 0) throw new Error(`openssl: ${made.stderr}`);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TokenServer(server, directory, credentials);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #tokenFor({ url = '', headers }: IncomingMessage): string | undefined {
    const { searchParams: asked } = new URL(url, 'http://token');
    const scopes = asked.getAll('scope');
    this.scopes.push(...scopes);
    if (headers.authorization !== this.#basic || asked.get('service') !== SERVICE) return undefined;
    const now = Math.floor(Date.now() / 1000);
    const access = scopes.map((scope) => {
      const [type, name, actions = ''] = scope.split(':');
      return { type, name, actions: actions.split(',').filter((action) => this.allowed.includes(action)) };
    });
    const times = { iat: now, nbf: now - 10, exp: now + 300 };
    const claims = { iss: ISSUER, sub: 'me', aud: SERVICE, jti: `${this.scopes.length}`, ...times, access };
    const head = { typ: 'JWT', alg: 'RS256', x5c: [this.#certificate] };
    const text = [head, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${text}.${sign('sha256', Buffer.from(text), this.#key).toString('base64url')}`;
  }
}
