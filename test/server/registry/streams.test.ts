import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { digestOf, madeBytes } from '../../support/made-bytes.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { open, request, sendRaw } from './raw-client.ts';
import { type Served, serveVolume } from './served.ts';

const dir = temporaryDirectory();
const volumeDir = () => path.join(dir(), 'volume');
const MIB = 1024 * 1024;

/** A repository with a blob of so many mebibytes, all the same byte, so that none costs time to make. */
async function serveLarge(mebibytes: number): Promise<{ served: Served; digest: string; bytes: number }> {
  const content = Buffer.alloc(mebibytes * MIB, 0x5a);
  const volume = aVolume(volumeDir());
  const digest = volume.writeBlob(content);
  volume.repository('team/app').layerLink(digest);
  return { served: await serveVolume(volumeDir()), digest, bytes: content.length };
}

/** How many descriptors this process has on files of the volume. */
function openFiles(): number {
  return fs.readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${fd}`).startsWith(`${volumeDir()}/`);
    } catch {
      return false;
    }
  }).length;
}

async function eventually(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries > 200) throw new Error('It did not come to pass.');
    await sleep(20);
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What buffers hold, without those that nobody holds any more. */
function externalBytes(): number {
  collectGarbage();
  return process.memoryUsage().external;
}

describe('a client', () => {
  it('that hangs up in the middle has its file closed', async () => {
    const { served, digest } = await serveLarge(40);
    for (const headers of [[], ['Range: bytes=5-'], ['Range: bytes=0-']]) {
      const clients = await Promise.all(
        Array.from({ length: 5 }, () =>
          open(served.port, request(`GET /v2/team/app/blobs/${digest}`, ...headers)),
        ),
      );
      await Promise.all(clients.map((client) => once(client, 'data')));
      expect(openFiles()).toBe(5);
      for (const client of clients) client.destroy();
      await eventually(() => openFiles() === 0);
    }
    expect((await served.get('')).status).toBe(200);
  });

  it('that hangs up at once, or asks for headers, for what it has, or for nothing that is there, leaves none open', async () => {
    const { served, digest } = await serveLarge(1);
    for (let times = 0; times < 20; times++)
      (await open(served.port, request(`GET /v2/team/app/blobs/${digest}`))).destroy();
    for (const [method, header] of [
      ['HEAD', 'Accept: */*'],
      ['GET', `If-None-Match: "${digest}"`],
      ['GET', 'Range: bytes=99999999-'],
      ['HEAD', 'Range: bytes=0-9'],
    ] as const)
      await sendRaw(served.port, request(`${method} /v2/team/app/blobs/${digest}`, header));
    await eventually(() => openFiles() === 0);
  });

  it('that never reads costs no memory, and others are served', async () => {
    const { served, digest, bytes } = await serveLarge(100);
    const before = externalBytes();
    const clients = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const client = await open(served.port, request(`GET /v2/team/app/blobs/${digest}`));
        client.pause();
        return client;
      }),
    );
    await eventually(() => openFiles() === 20);
    await sleep(1000);
    expect(externalBytes() - before).toBeLessThan(20 * MIB);
    const part = await served.get(`team/app/blobs/${digest}`, { range: `bytes=${bytes - 10}-` });
    expect((await part.arrayBuffer()).byteLength).toBe(10);
    for (const client of clients) client.destroy();
    await eventually(() => openFiles() === 0);
  });

  it('that reads slowly gets everything, and costs no memory', async () => {
    const { served, digest, bytes } = await serveLarge(40);
    const before = externalBytes();
    const client = await open(served.port, request(`GET /v2/team/app/blobs/${digest}`));
    let received = 0;
    client.on('data', (chunk: Buffer) => {
      received += chunk.length;
      client.pause();
      setTimeout(() => client.resume(), 10);
    });
    await eventually(() => received > MIB);
    expect(openFiles()).toBe(1);
    expect(externalBytes() - before).toBeLessThan(5 * MIB);
    expect(received).toBeLessThan(bytes);
    client.removeAllListeners('data');
    client.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    client.resume();
    await once(client, 'close');
    expect(received).toBeGreaterThan(bytes);
    await eventually(() => openFiles() === 0);
  });

  it('among many at once gets its own bytes', async () => {
    const volume = aVolume(volumeDir());
    const contents = Array.from({ length: 40 }, (_, at) => madeBytes(`blob ${at}`, 300_000 + at));
    for (const content of contents) volume.repository('team/app').layerLink(volume.writeBlob(content));
    const served = await serveVolume(volumeDir());
    const bodies = await Promise.all(
      [...contents, ...contents].map(async (content) => {
        const response = await served.get(`team/app/blobs/${digestOf(content)}`);
        return digestOf(Buffer.from(await response.arrayBuffer())) === digestOf(content);
      }),
    );
    expect(bodies).toEqual(bodies.map(() => true));
    await eventually(() => openFiles() === 0);
  });
});
