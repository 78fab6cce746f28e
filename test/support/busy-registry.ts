import * as fs from 'node:fs';
import { cosignSignature, helmChart } from './artifact-kinds.ts';
import { madeBytes, madeDigest } from './made-bytes.ts';
import type { ImageOptions, LayerOptions } from './push-options.ts';
import { dbOf, scan } from './recorded-history.ts';
import type { RepositoryBuilder } from './repository-builder.ts';
import { aVolume, type VolumeBuilder } from './volume-builder.ts';
import { blobPath } from './volume-paths.ts';

const MB = 1_000_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const ARM = { os: 'linux', architecture: 'arm64', variant: 'v8' };
const REPOSITORIES = 300;
/** Days before the end on which was pushed and scanned; before the seventh the registry's collection ran. */
const PUSHES = [84, 77, 70, 62, 55, 48, 40, 33, 26, 20, 14, 8, 3, 0];
const COLLECTED_BEFORE = 6;

/** Who pushes what: how many of a hundred repositories, and about how large a layer of theirs is, in MB. */
const TEAMS: ReadonlyArray<readonly [namespace: string, share: number, layerMb: number]> = [
  ['shop', 18, 22],
  ['payments', 12, 18],
  ['platform', 12, 30],
  ['data/etl', 8, 70],
  ['data/reports', 5, 40],
  ['ml/training', 4, 900],
  ['ml/serving', 5, 450],
  ['mobile/backend', 7, 16],
  ['infra', 11, 9],
  ['charts', 6, 0.03],
  ['legacy', 6, 120],
  ['sandbox', 6, 35],
];
const FIRST =
  'account billing cart catalog checkout customer event feature gateway image inventory ledger mail order price profile queue report search session stock tax user worker'.split(
    ' ',
  );
const SECOND = ['api', 'web', 'worker', 'sync', 'admin', 'export', 'proxy'];
const BASES: ReadonlyArray<readonly LayerOptions[]> = [
  [blob('debian bookworm', 49), blob('node 22', 46)],
  [blob('debian bookworm', 49), blob('python 3.13', 61)],
  [blob('debian bookworm', 49), blob('openjdk 21', 188)],
  [blob('alpine 3.22', 3.7), blob('go tools', 12)],
  [blob('ubuntu 24.04', 29), blob('cuda 12.6', 2_650)],
];

/** A registry as a company has one after a year, and what stands in its inventory and history. */
export interface BusyRegistry {
  readonly volume: string;
  readonly db: string;
}

/**
 * Writes a registry of 300 repositories, of many sizes and kinds, with shared bases, several platforms, what was
 * overwritten, left and broken, and scans it fourteen times within twelve weeks. Blobs take no room on the disk.
 * @param end When the last scan was.
 */
export async function busyRegistry(dir: string, end: number): Promise<BusyRegistry> {
  const volume = aVolume(dir);
  const names = repositoryNames();
  const orphans: string[] = [];
  for (const [round, daysBefore] of PUSHES.entries()) {
    const at = end - daysBefore * DAY_MS;
    volume.at(new Date(at - 3 * 60 * 60 * 1000));
    if (round === COLLECTED_BEFORE) collect(volume, orphans);
    for (const [index, name] of names.entries()) push(volume, name, index, round);
    for (let left = 0; left < 9; left++)
      orphans.push(
        volume.writeSparseBlob(
          `left ${round} ${left}`,
          Math.round((60 + 500 * chance(`orphan ${round} ${left}`)) * MB),
        ),
      );
    if (round === PUSHES.length - 2) leaveOddities(volume, names);
    await scanAt(dir, at);
  }
  return { volume: dir, db: dbOf(dir) };
}

function repositoryNames(): string[] {
  const names = TEAMS.flatMap(([namespace, share]) =>
    Array.from({ length: Math.round((share * REPOSITORIES) / 100) }, (_, at) => {
      const first = FIRST[at % FIRST.length];
      return `${namespace}/${first}-${SECOND[Math.floor(at / FIRST.length + chance(namespace) * 5) % SECOND.length]}`;
    }),
  );
  // Some have no namespace, as what somebody pushed by hand.
  return [...new Set(names)].slice(0, REPOSITORIES - 3).concat('registry', 'busybox', 'hello-world');
}

/** What a repository gets in a round: nothing, or a new version, and `main` moves to it. */
function push(volume: VolumeBuilder, name: string, index: number, round: number): void {
  const pace = chance(`pace ${name}`);
  if (round > 0 && chance(`${name} ${round}`) > pace * pace) return;
  const repository = volume.repository(name);
  // Some only ever push one tag: each push leaves the image before it without one.
  const tag = index % 4 === 1 ? 'main' : `${1 + Math.floor(round / 5)}.${round}.${index % 7}`;
  if (name.startsWith('charts/')) {
    repository.artifact({ ...helmChart({ name: name.slice(7), version: tag, bytes: 28_000 }), tag });
    return;
  }
  const image = imageOf(name, index, round);
  if (index % 5 === 0) pushIndex(repository, image, tag);
  else repository.image({ ...image, tag });
  repository.tag('main', repository.digest);
  if (index % 3 === 0) {
    // Built again within the same round: what was there is untagged now.
    repository.image({
      ...image,
      layers: [...image.layers, blob(`${name} ${round} again`, 4)],
      tag: 'main',
      label: 'again',
    });
  }
  if (index % 9 === 0)
    repository.artifact(cosignSignature(repository.digest, `registry.example.com/${name}`));
}

function imageOf(name: string, index: number, round: number): ImageOptions {
  const [, , layerMb = 20] = TEAMS.find(([namespace]) => name.startsWith(`${namespace}/`)) ?? [];
  const base = BASES[name.startsWith('ml/') ? 4 : index % 4] ?? [];
  const size = (0.2 + 2 * chance(`size ${name}`) ** 3) * layerMb;
  return {
    layers: [
      ...base,
      blob(`${name} dependencies ${Math.floor(round / 4)}`, size * 2),
      blob(`${name} program ${round}`, size * (0.5 + chance(`${name} ${round} size`))),
    ],
    label: `${name} ${round}`,
  };
}

function pushIndex(repository: RepositoryBuilder, image: ImageOptions, tag: string): void {
  const arm = image.layers.map((layer) => ({
    ...(layer as LayerOptions),
    name: `${(layer as LayerOptions).name} arm64`,
  }));
  repository.index({
    tag,
    children: [
      image,
      { ...image, layers: arm, platform: ARM },
      { attests: 0, bytes: 9000 },
      { attests: 1, bytes: 9000 },
    ],
  });
}

/** Uploads that nobody finished, an image that lacks a layer, a tag that leads nowhere, files that are none of ours. */
function leaveOddities(volume: VolumeBuilder, names: readonly string[]): void {
  for (const name of names.filter((_, at) => at % 23 === 4))
    volume
      .repository(name)
      .upload({ bytes: Math.round(400_000 * chance(`upload ${name}`)), startedAt: '2026-01-12T09:30:00Z' });
  volume
    .repository('shop/cart-api')
    .image({ layers: [{ ...blob('lost layer', 80), stored: false }], tag: 'broken', label: 'broken' });
  volume.repository('payments/ledger-api').tag('gone', madeDigest('a manifest that was deleted'));
  volume.repository('legacy/order-web').image({ layers: ['old'], tag: 'schema1', format: 'schema1' });
  volume.writeFileAt('docker/registry/v2/lost+found/core.1234', madeBytes('core', 300_000));
}

/** As the registry's collection does: what nothing refers to is gone. */
function collect(volume: VolumeBuilder, orphans: string[]): void {
  for (const digest of orphans.splice(0)) volume.remove(blobPath(digest));
}

/** Scans as if it were another time: a scan asks the clock of its own process. */
async function scanAt(dir: string, at: number): Promise<void> {
  const { now } = Date;
  Date.now = () => at;
  try {
    await scan(dir);
  } finally {
    Date.now = now;
  }
}

/** A layer of so many MB that takes no room. */
function blob(name: string, megabytes: number): LayerOptions {
  return { name, bytes: Math.max(200, Math.round(megabytes * MB)), sparse: true };
}

/** A number from 0 up to 1 that follows from a name. */
function chance(name: string): number {
  return madeBytes(`chance ${name}`, 4).readUInt32LE() / 2 ** 32;
}

/** For `tsx test/support/busy-registry.ts <directory>`. */
const [, program = '', target] = process.argv;
if (program.endsWith('busy-registry.ts') && target !== undefined) {
  fs.mkdirSync(target, { recursive: true });
  console.log(await busyRegistry(`${target}/registry`, Date.now() - 3 * 60 * 60 * 1000));
}
