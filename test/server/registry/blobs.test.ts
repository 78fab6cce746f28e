import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { verifyBlobs } from '../../../src/index.ts';
import { demoVolume } from '../../support/demo-volume.ts';
import { digestOf, madeBytes } from '../../support/made-bytes.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { blobPath, layerLinkPath, REPOSITORIES } from '../../support/volume-paths.ts';
import { request, sendRaw } from './raw-client.ts';
import { faultOf, type Served, serveVolume } from './served.ts';

const dir = temporaryDirectory();
const volumeDir = () => path.join(dir(), 'volume');
const stored = (digest: string) => fs.readFileSync(path.join(volumeDir(), blobPath(digest)));
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const MB = 1_000_000;

/** A repository `team/app` with a blob of some bytes. */
async function serveBlob(
  bytes: number,
  options = {},
): Promise<{ volume: VolumeBuilder; digest: string; served: Served }> {
  const volume = aVolume(volumeDir());
  const layer = { name: 'layer', bytes };
  volume.repository('team/app').image({ layers: [layer], tag: 'v1' });
  const digest = digestOf(madeBytes('layer', bytes));
  expect(volume.has(blobPath(digest))).toBe(true);
  return { volume, digest, served: await serveVolume(volumeDir(), options) };
}

/** Changes one byte, and nothing else. */
function spoil(digest: string, at: number): void {
  const file = fs.openSync(path.join(volumeDir(), blobPath(digest)), 'r+');
  const byte = Buffer.alloc(1);
  fs.readSync(file, byte, 0, 1, at);
  fs.writeSync(file, Buffer.from([byte[0]! ^ 1]), 0, 1, at);
  fs.closeSync(file);
}

describe('a blob', () => {
  it('comes as it is stored, in every repository that has it', async () => {
    demoVolume(volumeDir());
    const served = await serveVolume(volumeDir());
    const { repositories } = (await (await served.get('_catalog')).json()) as { repositories: string[] };
    let count = 0;
    for (const name of repositories) {
      const links = path.join(volumeDir(), REPOSITORIES, name, '_layers/sha256');
      for (const hex of fs.readdirSync(links)) {
        const digest = `sha256:${hex}`;
        const response = await served.get(`${name}/blobs/${digest}`);
        if (!fs.existsSync(path.join(volumeDir(), blobPath(digest)))) {
          expect(response.status).toBe(404);
          continue;
        }
        expect(await bytesOf(response), digest).toEqual(stored(digest));
        expect(Object.fromEntries(response.headers)).toMatchObject({
          'accept-ranges': 'bytes',
          'content-length': String(stored(digest).length),
          'content-type': 'application/octet-stream',
          'docker-content-digest': digest,
          etag: `"${digest}"`,
          'x-accel-buffering': 'no',
        });
        count++;
      }
    }
    expect(count).toBeGreaterThan(20);
  });

  it.each([0, 1, 65_536, 65_537, 131_072, 196_608, 196_609, 3 * MB])(
    'of %d bytes comes whole, each time',
    async (bytes) => {
      const { digest, served } = await serveBlob(bytes);
      for (const _ of [1, 2, 3]) {
        const response = await served.get(`team/app/blobs/${digest}`);
        expect(response.headers.get('content-length')).toBe(String(bytes));
        expect((await bytesOf(response)).equals(madeBytes('layer', bytes))).toBe(true);
      }
    },
  );

  it('has its length on the wire where only its headers are asked for, and no body', async () => {
    const { digest, served } = await serveBlob(3 * MB);
    for (const what of [`blobs/${digest}`, 'manifests/v1']) {
      const answer = await sendRaw(served.port, request(`HEAD /v2/team/app/${what}`));
      expect([answer.status, answer.body.length]).toEqual([200, 0]);
      expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(100);
      expect(answer.headers.has('transfer-encoding')).toBe(false);
      const { headers } = await sendRaw(served.port, request(`GET /v2/team/app/${what}`));
      expect(headers.get('content-length')).toBe(answer.headers.get('content-length'));
      for (const name of ['content-type', 'docker-content-digest', 'etag', 'docker-distribution-api-version'])
        expect(headers.get(name), name).toBe(answer.headers.get(name));
    }
  });

  it.each([1000, 3 * MB])('of %d bytes comes in any range, as one part or several', async (bytes) => {
    const { digest, served } = await serveBlob(bytes);
    const content = madeBytes('layer', bytes);
    const get = (range: string) => served.get(`team/app/blobs/${digest}`, { range });
    for (const [range, start, end] of [
      ['bytes=0-', 0, bytes],
      ['bytes=500-', 500, bytes],
      ['bytes=10-19', 10, 20],
      ['bytes=-7', bytes - 7, bytes],
      [`bytes=900-${bytes * 2}`, 900, bytes],
    ] as const) {
      const response = await get(range);
      expect([response.status, response.headers.get('content-range')]).toEqual([
        206,
        `bytes ${start}-${end - 1}/${bytes}`,
      ]);
      expect(response.headers.get('content-length')).toBe(String(end - start));
      expect((await bytesOf(response)).equals(content.subarray(start, end)), range).toBe(true);
    }
    const parts = await get('bytes=0-9,500-599,-5');
    const [, boundary = ''] =
      /^multipart\/byteranges; boundary=(\w+)$/.exec(parts.headers.get('content-type') ?? '') ?? [];
    const head = (start: number, end: number) =>
      `--${boundary}\r\nContent-Range: bytes ${start}-${end - 1}/${bytes}\r\nContent-Type: application/octet-stream\r\n\r\n`;
    const expected = [
      [0, 10],
      [500, 600],
      [bytes - 5, bytes],
    ].flatMap(([start = 0, end = 0]) => [
      Buffer.from(head(start, end)),
      content.subarray(start, end),
      Buffer.from('\r\n'),
    ]);
    const body = Buffer.concat([...expected, Buffer.from(`--${boundary}--\r\n`)]);
    expect(await bytesOf(parts)).toEqual(body);
    expect(parts.headers.get('content-length')).toBe(String(body.length));
    expect((await get(`bytes=${bytes}-`)).status).toBe(416);
  });

  it('comes whole where the part that a client has is of something else', async () => {
    const { digest, served } = await serveBlob(1000);
    const get = (condition: string) =>
      served.get(`team/app/blobs/${digest}`, { range: 'bytes=500-', 'if-range': condition });
    expect((await get(`"${digest}"`)).status).toBe(206);
    expect((await get('"other"')).status).toBe(200);
  });
});

describe('a blob that is damaged', () => {
  it('is sent without its last bytes, and is not there from then on', async () => {
    const { digest, served } = await serveBlob(3 * MB);
    spoil(digest, 1000);
    const cut = await sendRaw(served.port, request(`GET /v2/team/app/blobs/${digest}`));
    expect([cut.status, cut.headers.get('content-length')]).toEqual([200, String(3 * MB)]);
    expect(cut.body.length).toBeLessThanOrEqual(3 * MB - 65_536);
    expect(cut.body.equals(stored(digest).subarray(0, cut.body.length))).toBe(true);
    for (const range of [undefined, `bytes=${cut.body.length}-`]) {
      const again = await served.get(`team/app/blobs/${digest}`, range === undefined ? {} : { range });
      expect(again.status).toBe(404);
      expect(await again.text()).toContain('its bytes are damaged: they are sha256:');
    }
    expect((await served.head(`team/app/blobs/${digest}`)).status).toBe(404);
    // Mended, it is another file.
    spoil(digest, 1000);
    expect((await bytesOf(await served.get(`team/app/blobs/${digest}`))).length).toBe(3 * MB);
  });

  it('and small is not sent at all, nor in parts', async () => {
    const { digest, served } = await serveBlob(1000);
    spoil(digest, 999);
    expect(await faultOf(await served.get(`team/app/blobs/${digest}`, { range: 'bytes=0-9' }))).toEqual([
      404,
      'BLOB_UNKNOWN',
    ]);
    expect(await faultOf(await served.get(`team/app/blobs/${digest}`))).toEqual([404, 'BLOB_UNKNOWN']);
  });

  it('is found where all of it is asked for as a range, too', async () => {
    const { digest, served } = await serveBlob(3 * MB);
    spoil(digest, 2 * MB);
    const cut = await sendRaw(served.port, request(`GET /v2/team/app/blobs/${digest}`, 'Range: bytes=0-'));
    expect([cut.status, cut.body.length < 3 * MB]).toEqual([206, true]);
    expect((await served.get(`team/app/blobs/${digest}`)).status).toBe(404);
  });

  it('is known from a verification, and a sound one is not hashed again', async () => {
    const { digest, served } = await serveBlob(3 * MB);
    spoil(digest, 1000);
    await served.stop();
    const rescanned = await serveVolume(volumeDir());
    await verifyBlobs(rescanned.inventory, { threads: 0 });
    expect((await rescanned.get(`team/app/blobs/${digest}`)).status).toBe(404);
    expect((await rescanned.get('team/app/manifests/v1')).status).toBe(200);
  });

  it('only while it was read once is there again', async () => {
    // The first read is of the layer link. A thread counts its own.
    const calls = { disk: { threads: 1, hooks: { fault: { call: 2, code: 'flip' as const } } } };
    const { digest, served } = await serveBlob(3 * MB, calls);
    const first = await sendRaw(served.port, request(`GET /v2/team/app/blobs/${digest}`));
    expect(first.body.length).toBeLessThan(3 * MB);
    for (let tries = 0; (await served.head(`team/app/blobs/${digest}`)).status !== 200; tries++) {
      expect(tries).toBeLessThan(100);
      await sleep(20);
    }
    expect((await bytesOf(await served.get(`team/app/blobs/${digest}`))).length).toBe(3 * MB);
  });

  it('by becoming shorter while it is sent ends the answer', async () => {
    const { digest, served } = await serveBlob(3 * MB, { disk: { hooks: { delayMs: 20 } } });
    const answer = sendRaw(served.port, request(`GET /v2/team/app/blobs/${digest}`));
    await sleep(150);
    fs.truncateSync(path.join(volumeDir(), blobPath(digest)), 100);
    expect((await answer).body.length).toBeLessThan(3 * MB);
  });
});

describe('a disk that fails in the middle of a blob', () => {
  it.each([8, 9, 12, 20, 25])(
    'ends the answer after bytes of the blob and nothing else: call %d',
    async (call) => {
      const fault = { call, code: 'EIO', sticky: true } as const;
      const { digest, served } = await serveBlob(3 * MB, { disk: { threads: 1, hooks: { fault } } });
      const cut = await sendRaw(served.port, request(`GET /v2/team/app/blobs/${digest}`));
      expect(cut.body.length).toBeLessThan(3 * MB);
      expect(cut.body.equals(stored(digest).subarray(0, cut.body.length))).toBe(true);
    },
  );
});

describe('a repository', () => {
  it('gives no blob of another', async () => {
    const { volume, digest } = await serveBlob(1000);
    volume.repository('other').image({ layers: [{ name: 'its own', bytes: 100 }], tag: 'v1' });
    const served = await serveVolume(volumeDir());
    expect(await faultOf(await served.get(`other/blobs/${digest}`))).toEqual([404, 'BLOB_UNKNOWN']);
    expect((await served.get(`team/app/blobs/${digest}`)).status).toBe(200);
  });

  it('that lost its layer links still gives what its manifests name, through indexes, and nothing else', async () => {
    const volume = demoVolume(volumeDir());
    const foreign = digestOf(madeBytes('debian bookworm arm64', 150_000));
    for (const name of ['shop/web', 'shop/api']) volume.remove(`${REPOSITORIES}/${name}/_layers`);
    const served = await serveVolume(volumeDir());
    expect((await served.get(`shop/web/blobs/${foreign}`)).status).toBe(200);
    expect((await served.get(`shop/api/blobs/${foreign}`)).status).toBe(404);
    const manifest = await served.get('shop/api/manifests/latest');
    const { config, layers } = (await manifest.json()) as {
      config: { digest: string };
      layers: { digest: string }[];
    };
    for (const { digest } of [config, ...layers])
      expect((await served.get(`shop/api/blobs/${digest}`)).status, digest).toBe(200);
  });

  it('gives a manifest as a blob, as containerd asks for it', async () => {
    const { served } = await serveBlob(1000);
    const digest = (await served.get('team/app/manifests/v1')).headers.get('docker-content-digest') as string;
    expect(await bytesOf(await served.get(`team/app/blobs/${digest}?ns=docker.io`))).toEqual(stored(digest));
  });

  it('that was pushed since the scan gives what its links name', async () => {
    const { volume, served } = await serveBlob(1000);
    volume.repository('since').image({ layers: [{ name: 'new', bytes: 500 }], tag: 'v1' });
    const response = await served.get(`since/blobs/${digestOf(madeBytes('new', 500))}`);
    expect(await bytesOf(response)).toEqual(madeBytes('new', 500));
  });

  it('gives by its other name what it keeps by sha256, and checks it by that', async () => {
    const { volume, digest, served } = await serveBlob(200_000);
    const other = digestOf(madeBytes('layer', 200_000), 'sha512');
    volume.writeLink(layerLinkPath('team/app', other), digest);
    const response = await served.get(`team/app/blobs/${other}`);
    expect(response.headers.get('docker-content-digest')).toBe(other);
    expect(await bytesOf(response)).toEqual(madeBytes('layer', 200_000));
  });

  it('gives no other blob because a link says so', async () => {
    const { volume, digest } = await serveBlob(1000);
    const secret = volume.orphan('of somebody else');
    volume.writeLink(layerLinkPath('team/app', digest), secret);
    const served = await serveVolume(volumeDir());
    expect(await bytesOf(await served.get(`team/app/blobs/${digest}`))).toEqual(madeBytes('layer', 1000));
    expect((await served.get(`team/app/blobs/${secret}`)).status).toBe(404);
  });
});

describe('what is no file of the volume', () => {
  it('is not given: a symlink that leads out of it, a directory', async () => {
    const { volume, digest, served } = await serveBlob(200_000);
    const outside = path.join(dir(), 'outside');
    fs.writeFileSync(outside, madeBytes('layer', 200_000));
    volume.remove(blobPath(digest)).symlink(blobPath(digest), outside);
    for (const headers of [{}, { range: 'bytes=0-9' }]) {
      const response = await served.get(`team/app/blobs/${digest}`, headers);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('no file that is served: symlink out of the volume');
    }
    volume.remove(blobPath(digest)).makeDirectory(blobPath(digest));
    expect((await served.get(`team/app/blobs/${digest}`)).status).toBe(404);
  });

  it('is the disk that fails, which is no missing blob', async () => {
    const { digest, served } = await serveBlob(1000, {
      disk: { hooks: { fault: { call: 1, code: 'EIO', sticky: true } } },
    });
    const response = await served.get(`team/app/blobs/${digest}`);
    expect([response.status, await response.text()]).toEqual([
      500,
      '{"errors":[{"code":"UNKNOWN","message":"unknown error","detail":{"reason":"EIO"}}]}',
    ]);
  });
});
