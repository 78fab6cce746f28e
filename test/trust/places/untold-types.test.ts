import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { VolumeFs } from '../../../src/volume/volume-fs.ts';
import { mounting } from './mounted.ts';
import { PLACES } from './places.ts';

const mounted = mounting();
const PLACE = 'ext2 without types in its listings';
/** Names of what is a file; of the last two, each is what the bytes of the other would be in another encoding. */
const NAMES = ['plain', 'caf\xe9', '\xff\xfe', '\xc3\xa9', '\xc3\x83\xc2\xa9'];

it.for(['ascii', 'grün'])(
  'a directory below one that is called %j names files and directories',
  (below, running) => {
    const { at } = mounted(PLACE, PLACES[PLACE], running);
    const root = path.join(at, below);
    fs.mkdirSync(`${root}/d/sub`, { recursive: true });
    const last = NAMES.length - 1;
    for (const [index, name] of NAMES.entries()) {
      const file = Buffer.concat([Buffer.from(`${root}/d/`), Buffer.from(name, 'latin1')]);
      if (index < last) fs.writeFileSync(file, 'x');
      else fs.mkdirSync(file);
    }
    const volume = new VolumeFs({ root });
    const listed = Object.fromEntries((volume.list('d') ?? []).map(({ name, kind }) => [name, kind]));
    expect(listed).toEqual({
      ...Object.fromEntries(NAMES.map((name, index) => [name, index < last ? 'file' : 'directory'])),
      sub: 'directory',
    });
    expect([...NAMES, 'sub', 'other'].filter((name) => volume.isGone(`d/${name}`))).toEqual(['other']);
  },
);
