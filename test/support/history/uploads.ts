import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { madeBytes, madeUuid } from '../made-bytes.ts';
import { choose, type Doing } from './operation.ts';
import { DIRECTORIES, dataPath, repositoryOf, slot } from './places.ts';
import { repositoriesOf } from './references.ts';
import { writeInPlace } from './write-file.ts';

const UPLOAD = DIRECTORIES['an upload'];
const STARTED_AT = ['2026-01-05T08:00:00Z', 'yesterday', ''];

/** What becomes of uploads. */
export const UPLOADS = {
  'begin an upload': (volume, pick, how) => {
    const repository = choose(repositoriesOf(volume), pick);
    if (repository === undefined) return false;
    const upload = volume.resolve(`${repository}/_uploads/${madeUuid(`${pick} ${how}`)}`);
    writeInPlace(`${upload}/data`, madeBytes(`upload ${pick}`, 1 + (how % 500)));
    if (how % 4 > 0) writeInPlace(`${upload}/startedat`, choose(STARTED_AT, how) as string);
    writeInPlace(`${upload}/hashstates/sha256/0`, madeBytes('state', 108));
    return true;
  },
  'go on with an upload': (volume, pick, how) => {
    const upload = choose(volume.directories(UPLOAD), pick);
    if (upload === undefined) return false;
    fs.appendFileSync(volume.resolve(`${upload}/data`), madeBytes(`more ${how}`, 1 + (how % 90)));
    return true;
  },
  'finish an upload': (volume, pick) => {
    const upload = choose(volume.directories(UPLOAD), pick);
    if (upload === undefined) return false;
    const bytes = fs.readFileSync(volume.resolve(`${upload}/data`));
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const data = volume.resolve(dataPath(digest));
    fs.mkdirSync(data.slice(0, -'/data'.length), { recursive: true });
    fs.renameSync(volume.resolve(`${upload}/data`), data);
    writeInPlace(volume.resolve(`${repositoryOf(upload)}/_layers/${slot(digest)}/link`), digest);
    fs.rmSync(volume.resolve(upload), { recursive: true });
    return true;
  },
  // The registry makes a hash state anew after it has removed the directory.
  'cancel an upload': (volume, pick) => {
    const upload = choose(volume.directories(UPLOAD), pick);
    if (upload === undefined) return false;
    fs.rmSync(volume.resolve(upload), { recursive: true });
    writeInPlace(volume.resolve(`${upload}/hashstates/sha256/0`), madeBytes('state', 108));
    return true;
  },
} satisfies Record<string, Doing>;
