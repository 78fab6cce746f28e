import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findVolumes } from '../../src/volume/find-volumes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const volumeAt = (name: string) => {
  fs.mkdirSync(path.join(dir(), name, 'docker/registry/v2'), { recursive: true });
  return path.join(dir(), name);
};

describe('findVolumes', () => {
  it.each(['', 'docker', 'docker/registry', 'docker/registry/v2', 'docker/registry/v2/', '.'])(
    'finds the volume that %j in it names',
    async (below) => {
      const volume = volumeAt('registry');
      expect(await findVolumes(`${volume}/${below}`)).toEqual([volume]);
    },
  );

  it('finds the volume in a directory above one', async () => {
    const volume = volumeAt('a/b/c/d/registry');
    expect(await findVolumes(path.join(dir(), 'a'))).toEqual([volume]);
  });

  it('finds all volumes below a directory, sorted', async () => {
    const volumes = ['b/registry', 'a/registry', 'c'].map(volumeAt).sort();
    expect(await findVolumes(dir())).toEqual(volumes);
  });

  it('finds the volume itself, and not those below it', async () => {
    const volume = volumeAt('registry');
    volumeAt('registry/backup');
    expect(await findVolumes(volume)).toEqual([volume]);
  });

  it('finds a volume by a symlink to it, and says its real path', async () => {
    const volume = volumeAt('registry');
    fs.symlinkSync('registry', path.join(dir(), 'link'));
    expect(await findVolumes(path.join(dir(), 'link'))).toEqual([volume]);
  });

  it('finds a volume whose v2 directory is a symlink', async () => {
    fs.mkdirSync(path.join(dir(), 'disk'));
    fs.mkdirSync(path.join(dir(), 'registry/docker/registry'), { recursive: true });
    fs.symlinkSync(path.join(dir(), 'disk'), path.join(dir(), 'registry/docker/registry/v2'));
    expect(await findVolumes(path.join(dir(), 'registry'))).toEqual([path.join(dir(), 'registry')]);
  });

  it('names one volume once, though two paths lead to it', async () => {
    const volume = volumeAt('real');
    fs.symlinkSync('real', path.join(dir(), 'alias'));
    expect(await findVolumes(dir())).toEqual([volume]);
  });

  it('takes a directory with special characters in its name as it is', async () => {
    const volume = volumeAt('[a-z] (copy) {1,2}*!?');
    expect(await findVolumes(volume)).toEqual([volume]);
    expect(await findVolumes(dir())).toEqual([volume]);
  });

  it.each([
    ['a directory that is not there', 'nothing'],
    ['an empty directory', 'empty'],
    ['a file', 'file'],
    ['a directory below a volume that is no part of the way to v2', 'registry/docker/registry/v2/blobs'],
  ])('finds none in %s', async (_, name) => {
    fs.mkdirSync(path.join(dir(), 'empty'));
    fs.writeFileSync(path.join(dir(), 'file'), '');
    fs.mkdirSync(path.join(dir(), 'registry/docker/registry/v2/blobs'), { recursive: true });
    expect(await findVolumes(path.join(dir(), name))).toEqual([]);
  });

  it('finds none where v2 is a file', async () => {
    fs.mkdirSync(path.join(dir(), 'docker/registry'), { recursive: true });
    fs.writeFileSync(path.join(dir(), 'docker/registry/v2'), '');
    expect(await findVolumes(dir())).toEqual([]);
  });
});
