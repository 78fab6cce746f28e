import { once } from 'node:events';
import { connect } from 'node:net';

/** An answer among many of one connection. */
export interface Answered {
  readonly target: string;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** So many are sent before the first is answered. */
const AT_ONCE = 100;

/** Asks for many targets over one connection, exactly as they are written, and gives the answers in their order. */
export async function askMany(port: number, targets: readonly string[]): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (let at = 0; at < targets.length; at += AT_ONCE) {
    const some = targets.slice(at, at + AT_ONCE);
    const bytes = await exchange(
      port,
      some.map((target) => `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n`),
    );
    answered.push(...take(bytes, some));
  }
  return answered;
}

async function exchange(port: number, requests: readonly string[]): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  const last = requests.length - 1;
  socket.write(
    requests.map((request, at) => `${request}${at === last ? 'Connection: close\r\n' : ''}\r\n`).join(''),
    'latin1',
  );
  await once(socket, 'close');
  return Buffer.concat(chunks);
}

function take(bytes: Buffer, targets: readonly string[]): Answered[] {
  let at = 0;
  return targets.map((target) => {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) throw new Error(`no answer to ${target}`);
    const [first = '', ...lines] = bytes.toString('latin1', at, end).split('\r\n');
    const headers = new Map(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    // Hono's server refuses in pieces, of which there are none.
    const empty = '0\r\n\r\n';
    const isEmpty =
      headers.get('transfer-encoding') === 'chunked' &&
      bytes.toString('latin1', end + 4, end + 4 + empty.length) === empty;
    const length = isEmpty ? 0 : Number(headers.get('content-length'));
    if (!/^HTTP\/1\.1 \d{3} /.test(first) || Number.isNaN(length))
      throw new Error(`no length in the answer to ${target}: ${first}`);
    const body = bytes.subarray(end + 4, end + 4 + length);
    at = end + 4 + (isEmpty ? empty.length : length);
    return { target, status: Number(first.split(' ')[1]), headers, body };
  });
}
