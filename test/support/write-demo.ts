import * as fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { demoVolume } from './demo-volume.ts';

// Makes fixtures/demo anew: `npm run fixtures`.
const demo = fileURLToPath(new URL('../../fixtures/demo', import.meta.url));
fs.rmSync(demo, { recursive: true, force: true });
demoVolume(demo);
