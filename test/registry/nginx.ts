import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { freePort } from './live-registry.ts';
import { run } from './run.ts';

/** What is behind nginx, as `host:port`. */
export interface Behind {
  readonly registry: string;
  readonly stowage: string;
}

/** Debian's nginx, with the configuration that is shipped: only places and names of this machine are put in. */
export class Nginx {
  readonly port: number;
  /** Signed itself: whoever asks must be told to believe it. */
  readonly certificate: string;
  /** Where it would write what it cannot pass on. */
  readonly spool: string;
  readonly #home: string;
  #server: ChildProcess | undefined;

  private constructor(home: string, port: number) {
    this.#home = home;
    this.port = port;
    this.certificate = join(home, 'tls', 'tls.crt');
    this.spool = join(home, 'spool');
  }

  /**
   * Starts it, and waits until it answers.
   * @param more what is added at the top of the configuration
   */
  static async start(home: string, behind: Behind, htpasswd: string, more = ''): Promise<Nginx> {
    const nginx = new Nginx(home, await freePort());
    for (const folder of ['tls', 'spool', 'logs']) mkdirSync(join(home, folder), { recursive: true });
    await nginx.#makeCertificate();
    const shipped = readFileSync(fileURLToPath(new URL('../../deploy/nginx.conf', import.meta.url)), 'utf8');
    writeFileSync(join(home, 'shipped.conf'), nginx.#here(shipped, behind, htpasswd));
    writeFileSync(join(home, 'nginx.conf'), nginx.#around(more));
    await nginx.#serve();
    return nginx;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null) return;
    server.kill('SIGTERM');
    await once(server, 'exit');
  }

  /** Sends bytes over TLS as they are, and gives what comes back until the connection ends, or nothing comes any more. */
  async send(name: string, text: string): Promise<string> {
    const socket = this.connect(name);
    let answer = '';
    socket.setEncoding('latin1').on('data', (piece: string) => {
      answer += piece;
    });
    socket.on('error', () => {});
    socket.setTimeout(3000, () => socket.destroy());
    socket.write(text, 'latin1');
    await new Promise((resolve) => socket.on('close', resolve));
    return answer;
  }

  /** A connection to one of its names. */
  connect(name: string) {
    const ca = readFileSync(this.certificate);
    return connect({ host: '127.0.0.1', port: this.port, servername: name, ca });
  }

  /** Its open files of what it could not pass on: it removes their names as soon as it has them open. */
  spooled(): string[] {
    const pid = this.#server?.pid;
    const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return workers
      .flatMap((worker) =>
        readdirSync(`/proc/${worker}/fd`).map((fd) => readlinkSync(`/proc/${worker}/fd/${fd}`)),
      )
      .filter((target) => target.startsWith(this.spool));
  }

  async #makeCertificate(): Promise<void> {
    const names =
      'subjectAltName=DNS:registry.example.com,DNS:stowage.example.com,IP:127.0.0.1,DNS:localhost';
    const files = ['-keyout', join(this.#home, 'tls', 'tls.key'), '-out', this.certificate];
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const { exitCode, stderr } = await run('openssl', [
      'req',
      ...kind,
      ...files,
      '-subj',
      '/CN=test',
      '-addext',
      names,
    ]);
    if (exitCode !== 0) throw new Error(stderr);
  }

  #here(shipped: string, { registry, stowage }: Behind, htpasswd: string): string {
    return (
      shipped
        .replaceAll('server registry:5000;', `server ${registry};`)
        .replaceAll('server stowage:7080;', `server ${stowage};`)
        .replaceAll('listen 443 ssl;', `listen 127.0.0.1:${this.port} ssl;`)
        .replaceAll('/etc/nginx/tls/', `${this.#home}/tls/`)
        .replaceAll('/etc/nginx/htpasswd', htpasswd)
        // skopeo asks by the address.
        .replace('server_name stowage.example.com;', 'server_name stowage.example.com 127.0.0.1;')
    );
  }

  #around(more: string): string {
    const temporary = ['client_body', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${this.#home}/logs;`,
    );
    return [
      ...(process.getuid?.() === 0 ? ['user root;'] : []),
      `pid ${this.#home}/nginx.pid;`,
      'daemon off;',
      'worker_processes 1;',
      'error_log stderr warn;',
      'events { }',
      'http {',
      ...temporary,
      `proxy_temp_path ${this.spool};`,
      'access_log off;',
      'gzip on;',
      more,
      'include shipped.conf;',
      '}',
      '',
    ].join('\n');
  }

  async #serve(): Promise<void> {
    const args = ['--pdeathsig', 'KILL', 'nginx', '-p', this.#home, '-c', join(this.#home, 'nginx.conf')];
    const server = spawn('setpriv', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#server = server;
    let complaints = '';
    server.stderr.on('data', (text: Buffer) => {
      complaints += text.toString();
    });
    for (let tries = 0; tries < 200; tries++) {
      if (server.exitCode !== null) throw new Error(`nginx exited ${server.exitCode}: ${complaints}`);
      const answer = await this.send(
        'stowage.example.com',
        'GET / HTTP/1.1\r\nHost: stowage.example.com\r\nConnection: close\r\n\r\n',
      );
      if (answer.startsWith('HTTP/1.1 404')) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`nginx does not answer: ${complaints}`);
  }
}
