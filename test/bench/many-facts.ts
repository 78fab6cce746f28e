import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { InventoryWriter } from '../../dist/inventory/write/writer.js';
import { MADE_SCAN, madeBlobs, madeManifests, madeRepository } from '../support/made-facts.ts';

/*
 * Takes the facts of a volume that is nowhere: `many-facts.ts <db> <blobs>`. Of four blobs one is a manifest, one its
 * config, two its layers; every manifest has a revision and a tag, every other blob a layer link, 1,000 blobs make a
 * repository.
 */

const PER_REPOSITORY = 1000;
const [db = '', blobs = '0'] = process.argv.slice(2);

const writer = new InventoryWriter(db, { startsFromLast: false, readsConfigs: false });
const repositories = Math.ceil(Number(blobs) / PER_REPOSITORY);
for (let number = 0; number < repositories; number++) writer.add([madeBlobs(digestsOf(number))]);
for (let number = 0; number < repositories; number++)
  writer.add(madeRepository(`team${number % 50}/app${number}`, digestsOf(number)));
for (let number = 0; number < repositories; number++) writer.add([madeManifests(digestsOf(number))]);
writer.finish(MADE_SCAN);
rmSync(db);

function digestsOf(repository: number): string[] {
  return Array.from({ length: PER_REPOSITORY }, (_, at) => {
    const name = `${repository}.${at}`;
    return `sha256:${createHash('sha256').update(name).digest('hex')}`;
  });
}
