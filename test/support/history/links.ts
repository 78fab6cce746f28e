import * as fs from 'node:fs';
import type { ChangingVolume } from './changing-volume.ts';
import { choose, type Doing } from './operation.ts';
import { digestOfDirectory, LINK_KINDS, LINKS, REPOSITORIES, slot } from './places.ts';
import { repositoriesOf } from './references.ts';
import { writeAndRename, writeInPlace } from './write-file.ts';

type LinkKind = keyof typeof LINKS;
type Change = (link: string, how: number, volume: ChangingVolume) => void;

const remove: Change = (link) => fs.rmSync(link);
const empty: Change = (link) => fs.truncateSync(link);
/** The digest of something else, in place: as many bytes in the same inode. */
const redirect: Change = (link, how, volume) => fs.writeFileSync(link, anotherDigest(volume, link, how));

/** What happens to links on the disk. */
export const LINK_CHANGES: Readonly<Record<string, Doing>> = {
  ...ofEachKind('remove', remove),
  ...ofEachKind('empty', empty),
  ...ofEachKind('redirect', redirect),
  'garble a link': onSome((link, how) => {
    const content = fs.readFileSync(link, 'latin1');
    const garbled = [`${content}\n`, content.slice(1), `md5:${content.slice(4)}`, content.toUpperCase()];
    fs.writeFileSync(link, choose(garbled, how >> 2) as string);
  }),
  'mend a link': (volume, pick, how) => {
    const named = [LINKS.revision, LINKS.history, LINKS.layer].flatMap((kind) => volume.files(kind));
    const damaged = named.filter(
      (link) => fs.readFileSync(volume.resolve(link), 'latin1') !== digestOfDirectory(link),
    );
    const link = choose(damaged, pick);
    if (link === undefined) return false;
    (how % 2 === 0 ? writeInPlace : writeAndRename)(volume.resolve(link), digestOfDirectory(link));
    return true;
  },
  'replace a link': onSome((link) => writeAndRename(link, fs.readFileSync(link))),
  'give a link another name': onSome((link, how, volume) =>
    fs.linkSync(link, how % 8 < 4 ? volume.nameAside() : `${link}.bak`),
  ),
  'replace a link by a symlink': onSome((link, how, volume) => {
    const aside = volume.nameAside();
    const other = volume.resolve(choose(volume.files(/\/link$/), how >> 2) as string);
    const inside = other === link ? aside : other;
    fs.renameSync(link, aside);
    fs.symlinkSync(choose([aside, inside, 'nowhere'], how >> 2) as string, link);
  }),
  'replace a link by a directory': onSome((link) => {
    fs.rmSync(link);
    fs.mkdirSync(link);
  }),
  'touch a link': onSome((link) => fs.utimesSync(link, new Date(), new Date())),
  'add a link': (volume, pick, how) => {
    const repository = choose(repositoriesOf(volume), pick);
    if (repository === undefined) return false;
    const digest = anotherDigest(volume, '', how >> 2);
    const tag = volume.directories(/\/tags\/[^/]+$/).find((each) => each.startsWith(`${repository}/_`));
    const places = [
      `${repository}/_layers`,
      `${repository}/_manifests/revisions`,
      `${tag ?? `${REPOSITORIES}/added/_manifests/tags/added`}/index`,
    ];
    writeInPlace(volume.resolve(`${choose(places, how)}/${slot(digest)}/link`), digest);
    return true;
  },
};

function ofEachKind(verb: string, change: Change): Record<string, Doing> {
  return Object.fromEntries(
    LINK_KINDS.map((kind) => [
      `${verb} a ${kind} link`,
      (volume, pick, how) => changeOne(volume, [kind], pick, how, change),
    ]),
  );
}

function onSome(change: Change): Doing {
  return (volume, pick, how) => {
    const first = how % LINK_KINDS.length;
    const kinds = [...LINK_KINDS.slice(first), ...LINK_KINDS.slice(0, first)];
    return changeOne(volume, kinds, pick, how, change);
  };
}

/** Changes a link of the first kind of which there is one. */
function changeOne(
  volume: ChangingVolume,
  kinds: readonly LinkKind[],
  pick: number,
  how: number,
  change: Change,
): boolean {
  for (const kind of kinds) {
    const link = choose(volume.files(LINKS[kind]), pick);
    if (link === undefined) continue;
    change(volume.resolve(link), how, volume);
    return true;
  }
  return false;
}

/** A digest that the link does not say: that of a blob, or of nothing. */
function anotherDigest(volume: ChangingVolume, link: string, how: number): string {
  const now = link === '' ? '' : fs.readFileSync(link, 'latin1');
  const absent = `sha256:${(how % 256).toString(16).padStart(2, '0').repeat(32)}`;
  const known = volume
    .soundBlobs()
    .map(([data]) => digestOfDirectory(data))
    .filter((digest) => digest.startsWith('sha256:') && digest !== now);
  return how % 4 === 0 ? absent : (choose(known, how) ?? absent);
}
