import { run } from '../../../dist/cli/run.js';

/*
 * Runs commands one after the other in one process, whose start takes longer than what they do here:
 * `run-each.mjs <lists of words, as JSON>`. Writes the exit codes.
 */
const codes = [];
for (const words of JSON.parse(process.argv[2])) {
  process.argv = [...process.argv.slice(0, 2), ...words];
  process.exitCode = 0;
  await run();
  codes.push(process.exitCode);
}
process.exitCode = 0;
process.stdout.write(JSON.stringify(codes));
