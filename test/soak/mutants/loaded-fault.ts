import { readActive } from './task.ts';

/** A fault in a loop would have a module loaded for ever. */
const MOST_HITS = 10_000_000;

const activeMutant = readActive(process.env['STOWAGE_MUTANTS'] ?? '');
Object.assign(globalThis, { __stryker__: { activeMutant, hitCount: 0, hitLimit: MOST_HITS } });
