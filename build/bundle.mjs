import { chmodSync } from 'node:fs';
import { build } from 'esbuild';

/*
 * Makes bin/ of dist/: the command line in some hundred pieces where it were three hundred modules, of which each costs
 * 0.3 to 0.5 ms when a command starts. The library stays one file in, one file out. Whatever finds something by its own
 * place must find it from bin/ as well: package.json one level up, and the threads and processes under their names below.
 */
await build({
  entryPoints: {
    stowage: 'dist/cli/main.js',
    'threads/worker': 'dist/scan/threads/worker.js',
    'hash-worker': 'dist/verify/hash-worker.js',
    'answering-thread': 'dist/server/asking/answering-thread.js',
    'scan-program': 'dist/server/rescan/scan-program.js',
    'bcrypt-worker': 'dist/server/guard/hashing/bcrypt-worker.js',
    'disk-worker': 'dist/volume/threads/disk-worker.js',
    'query-program': 'dist/sql/query-program.js',
    'parent-watch': 'dist/sql/parent-watch.js',
  },
  outdir: 'bin',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
  logLevel: 'warning',
});
chmodSync('bin/stowage.js', 0o755);
