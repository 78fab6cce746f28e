import * as v8 from 'node:v8';
import * as vm from 'node:vm';
import { expect, it } from 'vitest';
import { decodeStruct, parseGoJson } from '../../src/registry/manifest/go-json.ts';

const MANIFESTS = 20;
const NAMES = 1000;
const LENGTH = 1000;

it('manifests with ever new names of members, as an attacker may write them, fill no memory', () => {
  const read = (manifest: number) => {
    const name = (number: number) => `${manifest}-${number}-`.padEnd(LENGTH, 'x');
    const members = Array.from({ length: NAMES }, (_, number) => [name(number), number]);
    decodeStruct(parseGoJson(Buffer.from(JSON.stringify(Object.fromEntries(members)))), new Map());
  };
  // As many as are remembered, whatever the tests before have left.
  read(0);
  const before = heldBytes();
  for (let manifest = 1; manifest <= MANIFESTS; manifest++) read(manifest);
  expect(heldBytes() - before).toBeLessThan((MANIFESTS * NAMES * LENGTH) / 5);
});

/** What is in use after everything else was let go. */
function heldBytes(): number {
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
