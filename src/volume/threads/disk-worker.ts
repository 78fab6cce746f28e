import { workerData } from 'node:worker_threads';
import { VolumeFs, type VolumeFsOptions } from '../volume-fs.ts';
import { type DiskReply, diskCaller } from './disk-calls.ts';
import { serveUnits } from './serve-units.ts';

serveUnits(diskCaller(new VolumeFs(workerData as VolumeFsOptions)), buffersOf);

/** What was read of an open file is handed over. A manifest is copied: small ones lie in memory that others share. */
function buffersOf(reply: DiskReply): ArrayBuffer[] {
  return 'value' in reply && Buffer.isBuffer(reply.value) ? [reply.value.buffer as ArrayBuffer] : [];
}
