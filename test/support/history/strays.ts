import * as fs from 'node:fs';
import type { ChangingVolume } from './changing-volume.ts';
import { choose, type Doing } from './operation.ts';
import { DIRECTORIES } from './places.ts';

const HEX = 'ab'.repeat(32);
const FILES = ['.DS_Store', 'data', 'link', 'link.0b5c1f9e-3f6f-4d0e-9d55-5c7d6f3a2b10.tmp', HEX, 'notes'];
const STRAY_DIRECTORIES = ['lost+found', 'sha256', 'ab', HEX, 'current', '_layers', 'data', 'link'];
const IN_DIRECTORIES = ['inside', 'data', 'link'];
/** All kinds of places, each as likely as the others however many there are of it. */
const PLACES = [
  /^docker(\/registry(\/v2)?)?$/,
  /^docker\/registry\/v2\/blobs\/[^/]+$/,
  /^docker\/registry\/v2\/repositories\/[^_]+$/,
  /\/(revisions|_layers|index)\/sha\d+$/,
  ...Object.values(DIRECTORIES),
];

/** What lies around in volumes and goes again. */
export const STRAYS = {
  'put in a file': (volume, pick, how) =>
    put(volume, pick, how, FILES, (path) => fs.writeFileSync(path, `a stray of ${how}\n`)),
  'put in a directory': (volume, pick, how) =>
    put(volume, pick, how, STRAY_DIRECTORIES, (path) => {
      fs.mkdirSync(path);
      if (how % 4 > 0) fs.writeFileSync(`${path}/${choose(IN_DIRECTORIES, how)}`, `inside ${how}`);
    }),
  'remove a stray': (volume, pick) => {
    const stray = choose(
      volume.strays.filter((path) => fs.existsSync(path)),
      pick,
    );
    if (stray === undefined) return false;
    fs.rmSync(stray, { recursive: true });
    return true;
  },
  'change a stray': (volume, pick, how) => {
    const stray = choose(
      volume.strays.filter((path) => fs.existsSync(path)),
      pick,
    );
    if (stray === undefined) return false;
    if (fs.statSync(stray).isDirectory()) fs.writeFileSync(`${stray}/more`, 'more'.repeat(how % 9));
    else fs.appendFileSync(stray, 'more');
    return true;
  },
} satisfies Record<string, Doing>;

function put(
  volume: ChangingVolume,
  pick: number,
  how: number,
  names: readonly string[],
  make: (path: string) => void,
): boolean {
  for (let tried = 0; tried < PLACES.length; tried++) {
    const directory = choose(volume.directories(choose(PLACES, how + tried) as RegExp), pick);
    if (directory === undefined) continue;
    const free = names.map((name) => volume.resolve(`${directory}/${name}`)).filter((path) => !exists(path));
    const path = choose(free, pick >> 3);
    if (path === undefined) continue;
    make(path);
    volume.strays.push(path);
    return true;
  }
  return false;
}

function exists(path: string): boolean {
  return fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
