import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/*
 * `npm run mutants -- parsing`: plants faults in the code of a room, one at a time, and tells which of them its tests pass.
 * It works in a copy, into which it installs Stryker: 140 packages that nobody else needs.
 */

const STRYKER = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@9.6.1`);
const COPIED = [
  'src',
  'test',
  'fixtures',
  'schema',
  'docs',
  'man',
  'bin',
  'dist',
  'package.json',
  'tsconfig.json',
];

/** What is mutated, and the tests that are held against it: those that take seconds. */
const SETS: Readonly<
  Record<string, { readonly mutate: readonly string[]; readonly tests: readonly string[] }>
> = {
  parsing: { mutate: ['src/registry/**/*.ts'], tests: ['registry-values/*', 'scan/configs'] },
  settling: {
    mutate: ['src/scan/doubts/*.ts'],
    tests: ['scan/absences', 'scan/second-look', 'scan/uploads'],
  },
  marking: { mutate: ['src/graph/*.ts'], tests: ['graph/*', 'contents/*'] },
  accounting: {
    mutate: [
      'src/analyze/usage/*.ts',
      'src/analyze/orphans.ts',
      'src/inventory/write/{accounts,*-sums,*-totals}.ts',
    ],
    tests: ['analyze/*', 'inventory/views', 'scan/hard-links'],
  },
  planning: { mutate: ['src/plan/**/*.ts'], tests: ['plan/**/*'] },
};

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

const [name = ''] = process.argv.slice(2);
const set = SETS[name];
if (set === undefined) throw new Error(`expected one of ${Object.keys(SETS).join(', ')}`);
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-mutants-'));
for (const each of [...COPIED, 'package-lock.json'])
  fs.cpSync(each, path.join(copy, each), { recursive: true });
// Its own scripts build the package, which is built; those of the driver compile it.
execFileSync('npm', ['pkg', 'delete', 'scripts.prepare'], { cwd: copy });
execFileSync('npm', ['install', '--save-dev', ...STRYKER], { cwd: copy, stdio: 'inherit' });
fs.writeFileSync(
  path.join(copy, 'mutants.config.ts'),
  `import { testEnvironment } from './test/support/test-environment.ts';
export default { test: {
  env: testEnvironment(),
  setupFiles: ['test/support/random-cases.ts'],
  include: ${JSON.stringify(set.tests.map((test) => `test/${test}.test.ts`))},
} };\n`,
);
fs.writeFileSync(
  path.join(copy, 'stryker.json'),
  JSON.stringify({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'mutants.config.ts', related: false },
    mutate: set.mutate,
    concurrency: 1,
    reporters: ['json', 'progress-append-only'],
    ignoreStatic: true,
    disableTypeChecks: 'src/**/*.ts',
    timeoutMS: 20_000,
  }),
);
spawnSync('nice', ['npx', 'stryker', 'run', 'stryker.json'], { cwd: copy, stdio: 'inherit' });
const { files } = JSON.parse(
  fs.readFileSync(path.join(copy, 'reports/mutation/mutation.json'), 'utf8'),
) as Report;
const counts: Record<string, number> = {};
for (const [file, { mutants }] of Object.entries(files))
  for (const { status, mutatorName, replacement = '', location } of mutants) {
    counts[status] = (counts[status] ?? 0) + 1;
    if (status !== 'Survived' && status !== 'NoCoverage') continue;
    const { line, column } = location.start;
    console.log(
      `${file}:${line}:${column} ${status} ${mutatorName}: ${replacement.replace(/\s+/g, ' ').slice(0, 80)}`,
    );
  }
console.log(counts);
