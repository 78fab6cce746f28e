import { workerData } from 'node:worker_threads';
import type { DigestList } from '../registry/digest-list.ts';
import { hashBlobs } from '../volume/hashes.ts';
import { serveUnits } from '../volume/threads/serve-units.ts';
import { VolumeFs } from '../volume/volume-fs.ts';
import type { HashSetup } from './hash-pool.ts';

const { volume, tally } = workerData as HashSetup;
const volumeFs = new VolumeFs(volume);

serveUnits((digests: DigestList) => hashBlobs(volumeFs, digests, tally));
