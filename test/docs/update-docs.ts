import * as fs from 'node:fs';
import { makeDemonstration } from './demonstration.ts';
import { refreshReadme } from './refresh.ts';

// Makes what is generated in README.md anew: `npm run build && npx tsx test/docs/update-readme.ts`.
const file = new URL('../../README.md', import.meta.url);
const demonstration = makeDemonstration();
fs.writeFileSync(file, refreshReadme(fs.readFileSync(file, 'utf8'), demonstration));
demonstration.remove();
