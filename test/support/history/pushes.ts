import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { madeBytes, madeDigest } from '../made-bytes.ts';
import type { ImageOptions } from '../push-options.ts';
import type { RepositoryBuilder } from '../repository-builder.ts';
import { aVolume } from '../volume-builder.ts';
import type { ChangingVolume } from './changing-volume.ts';
import { choose, type Doing } from './operation.ts';
import { DATA, dataPath, digestOfDirectory, LINKS, REPOSITORIES, repositoryOf, slot } from './places.ts';
import { mentionedIn, repositoriesOf } from './references.ts';
import { type Write, writeAndRename, writeInPlace } from './write-file.ts';

const TAGS = ['latest', '1.0', 'pushed'];
const FORMATS = ['oci', 'schema2', 'schema1'] as const;

/** What the config of an image says, sound or not: its layers are two. */
function aConfig(pick: number, how: number): Pick<ImageOptions, 'details' | 'config'> {
  const source = `https://git.example/${how % 3}`;
  const labels = {
    'org.opencontainers.image.source': source,
    'org.opencontainers.image.revision': `${pick}`,
  };
  const diffIds = [madeDigest(`content ${how % 3}`), madeDigest(`content of ${pick} ${how}`)];
  const details = [
    {},
    { labels, history: ['ADD rootfs.tar /', `RUN make ${how % 5}`] },
    { labels, diffIds, history: ['ADD rootfs.tar /', `RUN make ${pick % 7}`] },
    { diffIds: diffIds.slice(1), history: ['COPY . .'] },
    { diffIds: ['no digest', ...diffIds.slice(1)], created: 'yesterday' },
  ];
  if (how % 6 === 5) return { config: choose(['{}', '[]', 'no JSON', `{"os":"${pick}"}`], pick)! };
  return { details: choose(details, how)! };
}

/** What clients push. */
export const PUSHES = {
  'push an image': (volume, pick, how) => {
    aRepository(volume, pick).image({
      layers: [sharedLayer(how), `pushed ${pick} ${how}`],
      label: `${pick}`,
      ...aConfig(pick, how),
      format: choose(FORMATS, how)!,
      tag: aTag(how),
    });
    return true;
  },
  'push an index': (volume, pick, how) => {
    const children = [
      { layers: [sharedLayer(how), `child ${pick} ${how}`], label: 'first' },
      { layers: [sharedLayer(how + 1)], label: `second ${pick}` },
      { attests: 0, bytes: 40 },
    ];
    const format = how % 2 === 0 ? 'oci' : 'list';
    aRepository(volume, pick).index({ children, format, tag: aTag(how) });
    return true;
  },
  'push a layer of another algorithm': (volume, pick) => {
    const layer = { name: `sha512 ${pick}`, algorithm: 'sha512' } as const;
    aRepository(volume, pick).image({ layers: [layer], tag: 'sha512' });
    return true;
  },
  'push again in place': (volume, pick, how) => pushAgain(volume, pick, how, writeInPlace),
  'push again by renaming': (volume, pick, how) => pushAgain(volume, pick, how, writeAndRename),
  'push into an emptied directory': (volume, pick, how) => {
    const isEmptied = ([data]: readonly [string, Buffer]) =>
      fs.existsSync(volume.resolve(data.slice(0, -'/data'.length))) && !fs.existsSync(volume.resolve(data));
    const [data, bytes] = choose(volume.soundBlobs().filter(isEmptied), pick) ?? [];
    if (data === undefined || bytes === undefined) return false;
    (how % 2 === 0 ? writeInPlace : writeAndRename)(volume.resolve(data), bytes);
    return true;
  },
  'mount a layer': (volume, pick, how) => {
    const from = choose(volume.files(LINKS.layer), pick);
    const to = choose(repositoriesOf(volume), how);
    if (from === undefined || to === undefined) return false;
    const digest = digestOfDirectory(from);
    writeInPlace(volume.resolve(`${to}/_layers/${slot(digest)}/link`), digest);
    return true;
  },
  'move a tag to another revision': (volume, pick, how) => {
    const revisions = volume.files(LINKS.revision);
    const othersOf = (link: string) => revisions.filter((each) => repositoryOf(each) === repositoryOf(link));
    return retagTo(volume, othersOf, pick, how);
  },
  'move a tag back': (volume, pick, how) => {
    const entries = volume.files(LINKS.history);
    const pastOf = (link: string) =>
      entries.filter((each) => each.startsWith(`${link.slice(0, -'current/link'.length)}index/`));
    return retagTo(volume, pastOf, pick, how);
  },
  'push a blob that nothing names': (volume, pick, how) => {
    const bytes = madeBytes(`loose ${pick} ${how}`, 300 + (how % 50));
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    writeInPlace(volume.resolve(dataPath(digest)), bytes);
    return true;
  },
} satisfies Record<string, Doing>;

/** One that is there, mostly; a new one otherwise. */
function aRepository(volume: ChangingVolume, pick: number): RepositoryBuilder {
  const known = pick % 4 === 0 ? undefined : choose(repositoriesOf(volume), pick);
  return aVolume(volume.root).repository(known?.slice(REPOSITORIES.length + 1) ?? `new/r${pick % 7}`);
}

function aTag(how: number): string | undefined {
  return how % 4 === 3 ? undefined : choose(TAGS, how);
}

/** A layer as random volumes have it too. */
function sharedLayer(number: number) {
  return { name: `layer ${number % 8}`, bytes: 100 + 37 * (number % 8) };
}

/** The same image: its links are written again, with what they hold already, and blobs that are missing. */
function pushAgain(volume: ChangingVolume, pick: number, how: number, write: Write): boolean {
  const revision = choose(volume.files(LINKS.revision), pick);
  if (revision === undefined) return false;
  const [repository, digest] = [repositoryOf(revision), digestOfDirectory(revision)];
  const layers = mentionedIn(volume, digest).map((each) => `${repository}/_layers/${slot(each)}/link`);
  for (const link of [...layers.filter((each) => fs.existsSync(volume.resolve(each))), revision])
    write(volume.resolve(link), digestOfDirectory(link));
  const blobs = new Set([digest, ...mentionedIn(volume, digest)].map(dataPath));
  for (const [data, bytes] of volume.soundBlobs())
    if (blobs.has(data) && DATA.test(data) && !fs.existsSync(volume.resolve(data)))
      write(volume.resolve(data), bytes);
  const tags = volume
    .files(LINKS.current)
    .filter((link) => repositoryOf(link) === repository && contentOf(volume, link) === digest);
  const tag = choose(tags, how);
  return tag === undefined || retag(volume, tag, digest, how, write);
}

/** Moves a tag to what one of some links stands for: `linksOf` gives those that come into question for a tag. */
function retagTo(
  volume: ChangingVolume,
  linksOf: (current: string) => string[],
  pick: number,
  how: number,
): boolean {
  const tags = volume.files(LINKS.current).map((link) => {
    const now = contentOf(volume, link);
    const others = linksOf(link).map(digestOfDirectory);
    return { link, others: others.filter((digest) => digest !== now) };
  });
  const movable = tags.filter(({ others }) => others.length > 0);
  const tag = choose(movable, pick);
  return tag !== undefined && retag(volume, tag.link, choose(tag.others, how), how);
}

/** What a registry writes when a tag is set: first an entry in its history, then the link. */
function retag(
  volume: ChangingVolume,
  link: string,
  digest: string | undefined,
  how: number,
  write: Write = how % 2 === 0 ? writeInPlace : writeAndRename,
): boolean {
  if (digest === undefined) return false;
  const tag = link.slice(0, -'/current/link'.length);
  write(volume.resolve(`${tag}/index/${slot(digest)}/link`), digest);
  write(volume.resolve(link), digest);
  return true;
}

function contentOf(volume: ChangingVolume, link: string): string {
  return fs.readFileSync(volume.resolve(link), 'latin1');
}
