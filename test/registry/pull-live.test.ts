import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import { fillRegistry } from './fill-registry.ts';
import { MEDIA_TYPES } from './images.ts';
import { LiveRegistry } from './live-registry.ts';
import { type PulledName, pushMore, requests, stored, tagsOf } from './pull-scene.ts';
import { run } from './run.ts';
import { Serving } from './serving.ts';
import { copyImage } from './skopeo.ts';
import { ask } from './stowage.ts';

const ACCEPT = [
  MEDIA_TYPES.manifest,
  MEDIA_TYPES.index,
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/** What a server answered. */
interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** In the place of a status: the answer broke off. */
const BROKEN = 0;

/** What of an answer is of the connection, and no part of what is compared. */
const OF_THE_CONNECTION = new Set(['date', 'connection', 'keep-alive']);

async function askFor(address: string, method: string, path: string, more: object = {}): Promise<Answer> {
  const headers = { accept: ACCEPT, ...more };
  const ask = () => fetch(`http://${address}/v2/${path}`, { method, headers });
  // An answer that broke off takes its connection along, which is noticed too late.
  const response = await ask().catch(ask);
  const told = [...response.headers].filter(([name]) => !OF_THE_CONNECTION.has(name));
  const body = await response.arrayBuffer().catch(() => undefined);
  const status = body === undefined ? BROKEN : response.status;
  return { status, headers: Object.fromEntries(told), body: Buffer.from(body ?? new ArrayBuffer(0)) };
}

/** What keeps a browser from running anything that comes from a volume: on every answer, and on none of 2.8.2's. */
const FOR_BROWSERS = new Set([
  'content-security-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-content-type-options',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
]);

/** All that differs from what registry 2.8.2 answers, and why. */
const JSON_TYPE = 'The specification says application/json, as registry 3 does; 2.8.2 adds a charset.';
const BROKEN_OFF = 'It said the length of the blob and then sent an error, which breaks the connection.';
const EMPTY = 'Of an empty blob it refuses every range; RFC 9110 and newer versions of Go give it.';
const REASONS: Readonly<Record<string, string>> = {
  ': content-type differs': JSON_TYPE,
  'tags: content-type differs': JSON_TYPE,
  'blobs bytes=-4: status 206 -> 200': EMPTY,
  'blobs bytes=0-1,4-5: status 416 -> 200': EMPTY,
  'blobs bytes=0-3: status 416 -> 200': EMPTY,
  'blobs bytes=5-: status 416 -> 200': EMPTY,
  'blobs bytes=99999999-: status 416 -> 200': EMPTY,
  'blobs nonsense: status 416 -> 200': EMPTY,
  'tags: status 404 -> 200': 'A repository with layers and no tags is there, and has none.',
  'blobs bytes=5-: status 0 -> 416': BROKEN_OFF,
  'blobs bytes=99999999-: status 0 -> 416': BROKEN_OFF,
  'blobs nonsense: status 0 -> 200': 'RFC 9110 has a range that is written wrong ignored.',
  'blobs: x-accel-buffering added': 'nginx is not to keep a blob on its own disk.',
  'manifests: accept-ranges added': 'containerd asks for ranges of manifests, too.',
};

function sorted(tags: Buffer): object {
  const { name, tags: names } = JSON.parse(tags.toString()) as { name: string; tags: string[] | null };
  return { name, tags: (names ?? []).sort() };
}

/** The body of several ranges, whatever stands between them. */
function parts({ headers, body }: Answer): string {
  const [, boundary = ''] = /boundary=(\w+)/.exec(headers['content-type'] ?? '') ?? [];
  return body.toString('latin1').replaceAll(boundary, 'boundary');
}

/** The files of a volume that a process has open. */
function openFiles(pid: number, volume: string): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const file = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return file.startsWith(volume) ? [file] : [];
    } catch {
      return [];
    }
  });
}

describeLive('a volume whose registry is dead', () => {
  let registry: LiveRegistry;
  let serving: Serving;
  let db: string;
  /** What the registry answered while it lived, by method, path and range. */
  const answered = new Map<string, Answer>();
  let tags: PulledName[];

  beforeAll(async () => {
    registry = await LiveRegistry.start();
    db = join(registry.work, 'stowage.db');
    await fillRegistry(registry);
    await pushMore(registry);
    tags = tagsOf(registry.root);
    await record();
    await ask('scan', registry.root, '--db', db, '--settle', '0s');
    await registry.stop();
    serving = await Serving.start(registry.root, db);
  });
  afterAll(async () => {
    await serving?.stop();
    await registry?.remove();
  });

  /** Asks the living registry for everything that it has. */
  async function record(): Promise<void> {
    for (const [method, path, range] of requests(registry.root))
      answered.set(
        JSON.stringify(range === undefined ? [method, path] : [method, path, range]),
        await askFor(registry.address, method, path, range === undefined ? {} : { range }),
      );
  }

  it('answers as the registry did, but for what is listed here', async () => {
    const differences = new Map<string, number>();
    const note = (difference: string) => differences.set(difference, (differences.get(difference) ?? 0) + 1);
    for (const [key, before] of answered) {
      const [method = '', path = '', range] = JSON.parse(key) as string[];
      const now = await askFor(serving.address, method, path, range === undefined ? {} : { range });
      const kind = /(manifests|blobs|tags)/.exec(path)?.[0] ?? path;
      expect(Object.keys(now.headers), key).toEqual(expect.arrayContaining([...FOR_BROWSERS]));
      if (now.status !== before.status) {
        note(`${kind}${range === undefined ? '' : ` ${range}`}: status ${before.status} -> ${now.status}`);
        continue;
      }
      if (before.status >= 400) {
        const codes = [before, now].map(({ body }) => /"code":"(\w+)"/.exec(body.toString())?.[1]);
        if (codes[0] !== codes[1]) note(`${kind}: code ${codes[0]} -> ${codes[1]}`);
        continue;
      }
      const isMultipart = before.headers['content-type']?.startsWith('multipart/') ?? false;
      if (kind === 'tags') expect(JSON.parse(now.body.toString())).toEqual(sorted(before.body));
      else if (isMultipart) expect(parts(now)).toEqual(parts(before));
      else expect(now.body.equals(before.body), key).toBe(true);
      for (const name of new Set([...Object.keys(before.headers), ...Object.keys(now.headers)])) {
        const [was, is] = [before.headers[name], now.headers[name]];
        if (FOR_BROWSERS.has(name) || (isMultipart && name === 'content-type')) continue;
        if (was !== is && !(kind === 'tags' && name === 'content-length'))
          note(`${kind}: ${name} ${was === undefined ? 'added' : is === undefined ? 'left out' : 'differs'}`);
      }
    }
    expect(answered.size).toBeGreaterThan(150);
    expect(
      Object.fromEntries([...differences.keys()].sort().map((each) => [each, REASONS[each] ?? '?'])),
    ).toEqual(REASONS);
  });

  it('is listed and inspected by skopeo', async () => {
    const repositories = [...new Set(tags.map(({ repository }) => repository))];
    expect(repositories.length).toBeGreaterThan(6);
    for (const repository of repositories) {
      const { stdout, stderr } = await run('skopeo', [
        'list-tags',
        '--tls-verify=false',
        serving.image(repository),
      ]);
      const { Tags } = JSON.parse(stdout || stderr) as { Tags: string[] };
      expect(Tags.sort()).toEqual(
        tags
          .filter((each) => each.repository === repository)
          .map(({ tag }) => tag)
          .sort(),
      );
    }
    for (const { repository, tag, digest } of tags) {
      const args = ['inspect', '--raw', '--tls-verify=false', serving.image(`${repository}:${tag}`)];
      expect((await run('skopeo', args)).stdout).toBe(stored(registry.root, digest).toString());
    }
  });

  it('is copied by skopeo, every tag with all its platforms, to the byte', async () => {
    const into = join(registry.work, 'copied');
    // An index of an index, which skopeo refuses wherever it comes from.
    const copied = tags.filter(({ repository, tag }) => `${repository}:${tag}` !== 'nested:index');
    for (const { repository, tag, digest } of copied) {
      mkdirSync(into);
      await copyImage(serving.image(`${repository}:${tag}`), `dir:${into}`, { all: true });
      // skopeo writes an index of artifacts anew, without their types.
      if (!/^sha256-\w+$/.test(tag))
        expect(readFileSync(join(into, 'manifest.json')).equals(stored(registry.root, digest)), tag).toBe(
          true,
        );
      for (const name of readdirSync(into)) {
        const [, hex] = /^([0-9a-f]{64})(?:\.manifest\.json)?$/.exec(name) ?? [];
        if (hex === undefined) continue;
        expect(readFileSync(join(into, name)).equals(stored(registry.root, `sha256:${hex}`)), name).toBe(
          true,
        );
      }
      rmSync(into, { recursive: true });
    }
    expect(tags.length).toBeGreaterThan(12);
  });

  it('is synchronized by skopeo, repository by repository', async () => {
    const into = join(registry.work, 'synchronized');
    const args = ['sync', '--all', '--scoped', '--src-tls-verify=false', '--src', 'docker', '--dest', 'dir'];
    const { exitCode, stderr } = await run('skopeo', [
      '--insecure-policy',
      ...args,
      `${serving.address}/tools/multi`,
      into,
    ]);
    expect([exitCode, stderr.includes('level=fatal')]).toEqual([0, false]);
    const pulled = readdirSync(into, { recursive: true, encoding: 'utf8' });
    expect(pulled.filter((name) => name.endsWith('/manifest.json'))).toHaveLength(2);
  });

  it('moves to a new registry', async () => {
    const next = await LiveRegistry.start();
    try {
      const { repository, tag, digest } = tags.find(
        (each) => each.repository === 'big',
      ) as (typeof tags)[number];
      await copyImage(serving.image(`${repository}:${tag}`), next.image(`${repository}:${tag}`), {
        all: true,
      });
      expect(await next.client.resolve(repository, tag)).toBe(digest);
    } finally {
      await next.remove();
    }
  });

  describe('is pulled as docker pulls', () => {
    it('by tag, by digest, and on from where the connection broke', async () => {
      const head = await askFor(serving.address, 'HEAD', 'big/manifests/v1');
      const digest = head.headers['docker-content-digest'] as string;
      expect(head.headers).toMatchObject({
        'content-type': MEDIA_TYPES.manifest,
        'content-length': expect.any(String),
      });
      const manifest = await askFor(serving.address, 'GET', `big/manifests/${digest}`);
      const { layers } = JSON.parse(manifest.body.toString()) as {
        layers: { digest: string; size: number }[];
      };
      const [{ digest: big, size } = { digest: '', size: 0 }] = layers;
      const cut = new AbortController();
      const response = await fetch(`http://${serving.address}/v2/big/blobs/${big}`, { signal: cut.signal });
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      const chunks: Uint8Array[] = [];
      for (let got = 0; got < size / 3; ) {
        const { value = new Uint8Array() } = await reader.read();
        chunks.push(value);
        got += value.length;
      }
      cut.abort();
      const first = Buffer.concat(chunks);
      const rest = await askFor(serving.address, 'GET', `big/blobs/${big}`, {
        range: `bytes=${first.length}-`,
      });
      expect([rest.status, rest.headers['content-range']]).toEqual([
        206,
        `bytes ${first.length}-${size - 1}/${size}`,
      ]);
      expect(Buffer.concat([first, rest.body]).equals(stored(registry.root, big))).toBe(true);
    });
  });

  describe('is pulled as containerd pulls', () => {
    it('with ns, by chunks at the same time that hang up, and by /blobs/ after a 404', async () => {
      const ns = '?ns=registry.example';
      const head = await askFor(serving.address, 'HEAD', `big/manifests/v1${ns}`);
      const digest = head.headers['docker-content-digest'] as string;
      const manifest = await askFor(serving.address, 'GET', `big/manifests/${digest}${ns}`, {
        range: 'bytes=0-',
      });
      expect([manifest.status, manifest.body.equals(stored(registry.root, digest))]).toEqual([206, true]);
      const { config, layers } = JSON.parse(manifest.body.toString()) as {
        config: { digest: string };
        layers: { digest: string; size: number }[];
      };
      expect((await askFor(serving.address, 'HEAD', `big/manifests/${config.digest}${ns}`)).status).toBe(404);
      expect((await askFor(serving.address, 'HEAD', `big/blobs/${config.digest}${ns}`)).status).toBe(200);
      const [{ digest: big, size } = { digest: '', size: 0 }] = layers;
      const chunk = Math.ceil(size / 4);
      const chunks = await Promise.all(
        [0, 1, 2, 3].map((at) =>
          readAndHangUp(`big/blobs/${big}${ns}`, at * chunk, Math.min(chunk, size - at * chunk)),
        ),
      );
      expect(Buffer.concat(chunks).equals(stored(registry.root, big))).toBe(true);
    });

    /** From there to the end is asked for, and no more is read than one chunk. */
    async function readAndHangUp(path: string, start: number, bytes: number): Promise<Buffer> {
      const hangUp = new AbortController();
      const response = await fetch(`http://${serving.address}/v2/${path}`, {
        headers: { range: `bytes=${start}-` },
        signal: hangUp.signal,
      });
      expect(response.status).toBe(206);
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      const chunks: Uint8Array[] = [];
      for (let got = 0; got < bytes; ) {
        const { value = new Uint8Array() } = await reader.read();
        chunks.push(value);
        got += value.length;
      }
      hangUp.abort();
      return Buffer.concat(chunks).subarray(0, bytes);
    }
  });

  it('has referrers, which the registry never listed', async () => {
    const tag = tags.find(({ repository }) => repository === 'signed/tool');
    const subject = tags.find((each) => each.repository === 'signed/tool' && each.tag === 'v1');
    expect(tag).toBeDefined();
    const { status, body } = await askFor(serving.address, 'GET', `signed/tool/referrers/${subject?.digest}`);
    const { manifests } = JSON.parse(body.toString()) as { manifests: Array<{ artifactType: string }> };
    expect([status, manifests.map(({ artifactType }) => artifactType)]).toEqual([
      200,
      ['application/spdx+json'],
    ]);
  });

  it('has no file open when all is over', async () => {
    await expect.poll(() => openFiles(serving.pid, registry.root)).toEqual([]);
  });
});
