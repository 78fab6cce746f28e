import { parentPort, workerData } from 'node:worker_threads';
import { VolumeFs } from '../../volume/volume-fs.ts';
import type { Batch } from '../batch.ts';
import type { WorkerAnswer, WorkerSetup } from './pool.ts';
import { performUnit, type Unit } from './units.ts';

/*
 * The body of a worker thread: takes units, answers with batches whose columns are handed over, not copied.
 * Everything in it is synchronous; see VolumeFs for why.
 */

const { volume, rules } = workerData as WorkerSetup;
const volumeFs = new VolumeFs(volume);

parentPort?.on('message', (unit: Unit) => {
  const answer = perform(unit);
  parentPort?.postMessage(answer, 'batch' in answer ? buffersOf(answer.batch) : []);
});

function perform(unit: Unit): WorkerAnswer {
  try {
    return { batch: performUnit(volumeFs, rules, unit) };
  } catch (error) {
    return { error: error as Error };
  }
}

function buffersOf(batch: Batch): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const fact of batch.facts) {
    for (const value of Object.values(fact)) {
      if (ArrayBuffer.isView(value)) buffers.push(value.buffer as ArrayBuffer);
    }
  }
  return buffers;
}
