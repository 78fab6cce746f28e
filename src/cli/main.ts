#!/usr/bin/env node
import { EXIT_CODES } from '../answers/exit-codes.ts';
import { refusalOfNode } from './node-version.ts';

// The rest would not even load in an old Node, whose complaint would be about a missing export.
const refusal = refusalOfNode(process.versions.node);
if (refusal === undefined) {
  const { run } = await import('./run.ts');
  await run();
} else {
  process.stderr.write(`stowage: ${refusal}\n`);
  process.exitCode = EXIT_CODES.failed.code;
}
