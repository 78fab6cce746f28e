import { workerData } from 'node:worker_threads';
import { serveUnits, type TakePart } from '../../volume/threads/serve-units.ts';
import { VolumeFs } from '../../volume/volume-fs.ts';
import type { Batch } from '../batch.ts';
import { performUnit, type Unit, type UnitSetup } from './units.ts';

const { volume, rules } = workerData as UnitSetup;
const volumeFs = new VolumeFs(volume);

serveUnits((unit: Unit, give: TakePart<Batch>) => performUnit(volumeFs, rules, unit, give), buffersOf);

function buffersOf({ facts }: Batch): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const fact of facts) {
    for (const value of Object.values(fact)) {
      if (ArrayBuffer.isView(value)) buffers.add(value.buffer as ArrayBuffer);
    }
  }
  return [...buffers];
}
