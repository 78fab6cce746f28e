import { findVolumes, takeInventory, VolumeError } from '../../../dist/index.js';

/*
 * Scans volumes one after the other in one process and one thread, the start of which takes longer than a scan:
 * `scan-each.mjs <list of { volume, db }, as JSON>`. Writes whether each is one.
 */
const areVolumes = [];
for (const { volume: given, db } of JSON.parse(process.argv[2])) {
  try {
    const [volume] = await findVolumes(given);
    if (volume !== undefined) await takeInventory({ volume, db, threads: 0, settleMs: 0, full: true });
    areVolumes.push(volume !== undefined);
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    areVolumes.push(false);
  }
}
process.stdout.write(JSON.stringify(areVolumes));
