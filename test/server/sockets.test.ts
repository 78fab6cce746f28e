import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { Service } from './service.ts';

const dir = temporaryDirectory();
let service: Service | undefined;
afterEach(() => service?.stop());

/** The sockets of this machine that are of the internet, by inode: whether they listen, and both ends. */
function internetSockets(): Map<string, string> {
  const found = new Map<string, string>();
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6']) {
    const file = `/proc/net/${table}`;
    if (!fs.existsSync(file)) continue;
    for (const line of fs.readFileSync(file, 'utf8').split('\n').slice(1)) {
      const [, local, remote, state, , , , , , inode = ''] = line.trim().split(/\s+/);
      found.set(
        `socket:[${inode}]`,
        `${table} ${state === '0A' ? 'listens' : 'connected'} ${local} ${remote}`,
      );
    }
  }
  return found;
}

it('a service has its listener and no other socket, whatever it is asked', async () => {
  const { dir: volume } = demoCopy(dir());
  const db = path.join(dir(), 'stowage.db');
  await stowage(['scan', volume, '--db', db, '--settle', '0s']);
  service = await Service.start([volume, '--db', db, '--rescan', '10s']);
  const { url } = service;
  const port = Number(new URL(url).port);
  const here = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const seen = new Set<string>();
  for (const asked of [
    '/',
    '/api/v1/usage',
    '/api/v1/check',
    '/api/v1/inspect?reference=shop/web:2.4.0',
    '/metrics',
    '/v2/_catalog',
    '/v2/shop/web/manifests/2.4.0',
    '/api/images',
  ]) {
    expect((await fetch(`${url}${asked}`)).status, asked).toBe(200);
    const sockets = internetSockets();
    for (const descriptor of service.descriptors()) {
      if (!descriptor.startsWith('socket:')) continue;
      // Node's own pairs to its child and threads have no address.
      const socket = sockets.get(descriptor);
      if (socket === undefined) continue;
      seen.add(socket.split(' ').slice(0, 2).join(' '));
      expect(socket.split(' ')[2], socket).toMatch(new RegExp(`${here}$`));
    }
  }
  expect([...seen].sort()).toEqual(['tcp connected', 'tcp listens']);
});
