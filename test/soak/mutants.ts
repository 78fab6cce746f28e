import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { codeHash } from './mutants/code-hash.ts';
import { keepCounted, readCounted } from './mutants/counted.ts';
import { filesOf, SETS } from './mutants/sets.ts';
import { tryMutants } from './mutants/try-mutants.ts';

/*
 * `npm run mutants -- planning [files]`: plants faults in the code, one at a time, and keeps which of them the tests pass in
 * test/soak/survivors. Without files it takes those that have changed or were never counted, a few at a time, so that it goes
 * on where it was stopped; in the order of what their names hash to, so that what it has counted is a random sample.
 */

const FILES_AT_A_TIME = 12;

const [name = '', ...named] = process.argv.slice(2);
const set = SETS[name];
if (set === undefined) throw new Error(`expected one of ${Object.keys(SETS).join(', ')}`);
const files = named.length > 0 ? named : filesOf(set).filter(isChanged).sort(byHash);
const strangers = files.filter((file) => !filesOf(set).includes(file));
if (strangers.length > 0) throw new Error(`not in ${name}: ${strangers.join(', ')}`);

for (let at = 0; at < files.length; at += FILES_AT_A_TIME) {
  const results = await tryMutants(set, files.slice(at, at + FILES_AT_A_TIME));
  keepCounted(name, filesOf(set), results);
  for (const [file, { killed, mutants }] of Object.entries(results))
    console.log(`${file}: ${killed} of ${mutants} killed`);
}

function isChanged(file: string): boolean {
  return readCounted(name)[file]?.code !== codeHash(fs.readFileSync(file, 'utf8'));
}

function byHash(one: string, other: string): number {
  return hash(one) < hash(other) ? -1 : 1;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
