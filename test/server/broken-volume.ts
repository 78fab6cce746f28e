import * as fs from 'node:fs';
import * as path from 'node:path';
import { REPOSITORIES } from '../support/volume-paths.ts';

/** Damages a copy of the demonstration volume, or makes a part of it one of which nobody knows what it refers to. */
export function breakSomething(volume: string, kind: 'broken' | 'undetermined'): void {
  const shop = path.join(volume, REPOSITORIES, 'shop');
  if (kind === 'broken') {
    const blobs = path.join(volume, 'docker/registry/v2/blobs/sha256');
    const data = (fs.readdirSync(blobs, { recursive: true }) as string[]).filter((name) =>
      name.endsWith('/data'),
    );
    for (const name of data.sort().filter((_, at) => at % 5 === 0)) fs.rmSync(path.join(blobs, name));
    fs.writeFileSync(path.join(shop, 'api/_manifests/tags/latest/current/link'), 'nonsense');
  } else {
    const manifests = path.join(shop, 'web/_manifests');
    fs.renameSync(manifests, `${manifests}-away`);
    fs.writeFileSync(manifests, 'a plain file');
  }
}
