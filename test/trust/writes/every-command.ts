import * as path from 'node:path';
import type { VolumeBuilder } from '../../support/volume-builder.ts';
import { makeProgram } from '../../support/whole-program.ts';

/** Where a command is called: a volume `volume`, and beside it what it is given. */
export const BESIDE = { list: 'known.txt', script: 'plan.sh', out: 'out' } as const;

/** Formats that are a directory, of one registry among others. */
const TABLES = new Set(['parquet', 'ndjson', 'csv']);

/** Every command with all ways in which it could touch a volume or the network, but for a service. */
export function everyCall(volume: VolumeBuilder): string[][] {
  const reference = 'team/api:1';
  const digest = volume.repository('team/api').digest;
  const calls: Record<string, readonly string[][]> = {
    scan: [
      [volume.dir, '--full', '--settle', '0s'],
      [volume.dir, '--settle', '0s'],
      [volume.dir, '--read-links', 'all', '--settle', '0s'],
    ],
    report: [[], ['--html', path.join(path.dirname(volume.dir), 'report.html')]],
    verify: [[], ['--volume', volume.dir, '--full']],
    inspect: [[reference, '--volume', volume.dir]],
    where: [[digest]],
    plan: [
      [
        '--keep-last',
        '1',
        '--registry',
        '2.8.3',
        '--min-age',
        '0s',
        '--emit',
        'sh',
        '--output',
        BESIDE.script,
      ],
    ],
    gc: [['--registry', '2.8.3']],
    leftovers: [[], ['--list', 'blob-directory-empty']],
    reconcile: [[BESIDE.list]],
    sql: [['SELECT count(*) FROM blobs']],
    export: ['parquet', 'ndjson', 'csv', 'digests', 'ncdu', 'prometheus'].map((format) => [
      '--to',
      format,
      `${BESIDE.out}-${format}`,
      ...(TABLES.has(format) ? ['--registry-name', 'here'] : []),
    ]),
    completion: [['bash']],
  };
  const names = makeProgram().commands.map((command) => command.name());
  return names
    .filter((name) => name !== 'serve' && name !== 'help')
    .flatMap((name) => (calls[name] ?? [[]]).map((args) => [name, ...args]));
}
