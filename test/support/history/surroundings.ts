import * as fs from 'node:fs';
import { choose, type Doing } from './operation.ts';
import { digestOfDirectory, LINKS, REPOSITORIES, repositoryOf } from './places.ts';
import { writeInPlace } from './write-file.ts';

const GITLAB = 'docker/registry/lockfiles/database-in-use';

/** What lies beside blobs and repositories. */
export const SURROUNDINGS = {
  'write the state of a cache': (volume, pick, how) => {
    const link = choose(volume.files(LINKS.layer), pick);
    const key = `${repositoryOf(link ?? '').slice(REPOSITORIES.length + 1)}@${digestOfDirectory(link ?? 'sha256/0/link')}`;
    const state = { [key]: { Key: key, ExpiryData: '2026-02-01T00:00:00Z', EntryType: how % 2 } };
    const text = how % 4 === 3 ? '{' : JSON.stringify(state);
    writeInPlace(volume.resolve('scheduler-state.json'), text);
    return true;
  },
  'remove the state of a cache': (volume) => removeFile(volume.resolve('scheduler-state.json')),
  'say that the metadata is in a database': (volume) => {
    writeInPlace(volume.resolve(GITLAB), '{"version":1}');
    return true;
  },
  'say no more that the metadata is in a database': (volume) => removeFile(volume.resolve(GITLAB)),
} satisfies Record<string, Doing>;

function removeFile(path: string): boolean {
  const isThere = fs.existsSync(path);
  fs.rmSync(path, { force: true });
  return isThere;
}
