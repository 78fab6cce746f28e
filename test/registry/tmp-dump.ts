import { mkdtempSync } from 'node:fs';
import { aVolume } from '../support/volume-builder.ts';
import { ODD_VOLUMES } from './odd-volumes.ts';
import { inventoryOfAll } from './predicted.ts';
for (const [t, b] of Object.entries(ODD_VOLUMES)) {
  if (!/below a name|tag whose|digest directory|layer directory|algorithm|right below|port|no repos|repositories that|no blobs|blobs that|are files|symbolic links to|as a file|tags that/.test(t)) continue;
  const w = mkdtempSync('/dev/shm/dump-');
  b(aVolume(w + '/v'));
  const inv = await inventoryOfAll(w + '/v');
  const q = (s: string) => (inv.database.prepare(s).all() as object[]).map((r) => Object.values(r).map(String).join(' | ').replaceAll('docker/registry/v2', 'V2')).join('\n      ');
  console.log('==', t);
  console.log('  problem', q('SELECT code, CAST(path AS TEXT), detail FROM problem'));
  console.log('  stray', q('SELECT CAST(path AS TEXT), kind FROM stray'));
  console.log('  odd', q('SELECT CAST(path AS TEXT), place, target_id, content FROM odd_link'));
  console.log('  repo', q('SELECT name,layers,manifests,revisions_directory,tags_directory FROM repository'));
  console.log('  tag', q('SELECT name,kind,target_id,content FROM tag'));
}
