import { Worker } from 'node:worker_threads';

const PROGRAM = `
const { workerData, parentPort } = require('node:worker_threads');
const fs = require('node:fs');
const { place, other } = workerData;
const stop = new Int32Array(workerData.stop);
const aWhile = () => { for (let spin = Math.random() * 20000; spin > 0; spin--); };
let swaps = 0;
while (Atomics.load(stop, 0) === 0) {
  // A directory cannot be replaced by a rename: it is moved away, and back.
  fs.renameSync(place, place + '.away');
  fs.renameSync(other, place);
  aWhile();
  fs.renameSync(place, other);
  fs.renameSync(place + '.away', place);
  aWhile();
  swaps++;
}
parentPort.postMessage(swaps);
`;

/**
 * Puts something else in a path's place and takes it away again, in a thread of its own and as fast as it can, while
 * something runs. How often it did.
 */
export async function whileSwapping(
  { place, other }: { readonly place: string; readonly other: string },
  run: () => Promise<void> | void,
): Promise<number> {
  const stop = new SharedArrayBuffer(4);
  const worker = new Worker(PROGRAM, { eval: true, workerData: { place, other, stop } });
  const ended = new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await new Promise((resolve) => worker.once('online', resolve));
  try {
    await run();
  } finally {
    Atomics.store(new Int32Array(stop), 0, 1);
  }
  return ended;
}
