// Scans a volume and asks everything, in a process of its own: what it prints may not depend on where that runs.
import * as fs from 'node:fs';
import { takeInventory } from '../../../src/index.ts';
import { everyAnswer } from '../../support/every-answer.ts';

const [volume = '', db = '', beganAtMs] = process.argv.slice(2);
const scan = { id: 'the same', beganAtMs: Number(beganAtMs), durationMs: 1 };
await takeInventory({ volume, db, threads: 0, settleMs: 0, full: true, hooks: { scan } });
const { locale } = Intl.DateTimeFormat().resolvedOptions();
const local = new Date(scan.beganAtMs);
const here = {
  place: `${locale.slice(0, 2)} ${local.getHours()}:${local.getMinutes()}`,
  files: ['', '.history'].map((suffix) => fs.readFileSync(`${db}${suffix}`).toString('latin1')),
  answers: await everyAnswer(db),
};
process.stdout.write(JSON.stringify(here));
