import * as fs from 'node:fs';
import type { ChangingVolume } from './changing-volume.ts';
import { choose, type Doing } from './operation.ts';
import { DATA } from './places.ts';
import { writeAndRename, writeInPlace } from './write-file.ts';

/** What happens to blobs on the disk. */
export const BLOB_DATA = {
  'remove data': onData((file) => fs.rmSync(file)),
  'remove every data': (volume, pick) => {
    const all = volume.files(DATA);
    // As `find -name data -size +...` would: only the larger ones.
    const going = pick % 2 === 0 ? all : all.filter((data) => fs.statSync(volume.resolve(data)).size > 600);
    for (const data of going) fs.rmSync(volume.resolve(data));
    return going.length > 0;
  },
  'cut or lengthen data': onData((file, how) => {
    const { size } = fs.statSync(file);
    fs.truncateSync(file, choose([0, size >> 1, Math.max(size - 1, 0), size + 1], how));
  }),
  'overwrite data in place': onData((file, _, volume) => {
    const bytes = otherBytes(volume, file);
    const descriptor = fs.openSync(file, 'r+');
    fs.writeSync(descriptor, bytes);
    fs.closeSync(descriptor);
  }),
  'replace data': onData((file, how, volume) =>
    writeAndRename(file, how % 2 === 0 ? fs.readFileSync(file) : otherBytes(volume, file)),
  ),
  'mend data': (volume, pick, how) => {
    const isDamaged = ([data, sound]: readonly [string, Buffer]) =>
      fs.existsSync(volume.resolve(data)) && !fs.readFileSync(volume.resolve(data)).equals(sound);
    const [data, sound] = choose(volume.soundBlobs().filter(isDamaged), pick) ?? [];
    if (data === undefined || sound === undefined) return false;
    (how % 2 === 0 ? writeInPlace : writeAndRename)(volume.resolve(data), sound);
    return true;
  },
  'move data away': (volume, pick) => {
    const from = choose(volume.files(DATA), pick);
    if (from === undefined) return false;
    const to = volume.nameAside();
    fs.renameSync(volume.resolve(from), to);
    volume.away.push({ from, to });
    return true;
  },
  'give data another name': onData((file, how, volume) => {
    const other = choose(volume.files(DATA), how) as string;
    const names = [volume.nameAside(), `${file}.bak`, volume.resolve('copy'), volume.resolve(other)];
    const name = choose(names, how) as string;
    if (name !== file) fs.rmSync(name, { force: true });
    if (name !== file) fs.linkSync(file, name);
  }),
  'replace data by a symlink': onData((file, how, volume) => {
    const other = volume.resolve(choose(volume.files(DATA), how >> 2) as string);
    const aside = volume.nameAside();
    const inside = other === file ? aside : other;
    fs.renameSync(file, aside);
    fs.symlinkSync(choose([aside, inside, 'nowhere'], how) as string, file);
  }),
  'replace data by a directory': onData((file, how) => {
    fs.rmSync(file);
    fs.mkdirSync(file);
    if (how % 2 === 0) fs.writeFileSync(`${file}/inside`, 'inside');
  }),
  'touch data': onData((file) => fs.utimesSync(file, new Date(), new Date())),
} satisfies Record<string, Doing>;

function onData(change: (file: string, how: number, volume: ChangingVolume) => void): Doing {
  return (volume, pick, how) => {
    const data = choose(volume.files(DATA), pick);
    if (data === undefined) return false;
    change(volume.resolve(data), how, volume);
    return true;
  };
}

/** As many bytes, but others; a manifest refers to something else then, where it can. */
function otherBytes(volume: ChangingVolume, file: string): Buffer {
  const bytes = fs.readFileSync(file);
  const text = bytes.toString('latin1');
  const named = text.match(/(?<=sha256:)[0-9a-f]{64}/g)?.at(-1);
  const isOther = ([data]: readonly [string, Buffer]) => data.includes('/sha256/') && !data.includes(named!);
  const other = named === undefined ? undefined : volume.soundBlobs().find(isOther)?.[0].split('/').at(-2);
  if (other !== undefined) return Buffer.from(text.replaceAll(named!, other), 'latin1');
  return bytes.map((byte) => byte ^ 0xff) as Buffer;
}
