import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { endOf, startProgram, stowage } from '../../support/command-line.ts';
import { demoCopy } from '../../support/demo-copy.ts';
import { firstDifference } from '../../support/first-difference.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const CHILD = fileURLToPath(new URL('answer-here.ts', import.meta.url));
/** In New York this hour comes twice. */
const DST_NIGHT = Date.UTC(2026, 10, 1, 5, 30);
/** Letters that are others in Turkish when their case is changed. */
const TURKISH = ['mini', 'MINI', 'Iİıi', 'istanbul/IMAGE'];

const PLACES: ReadonlyArray<readonly [string, NodeJS.ProcessEnv]> = [
  ['en 5:30', { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' }],
  ['tr 11:15', { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8' }],
  ['en 1:30', { TZ: 'America/New_York', LANG: 'C', LC_ALL: 'C' }],
];
/** Through the command line, as people read them and as programs do. */
const COMMANDS = [
  ['report'],
  ['report', '--json'],
  ['check'],
  ['leftovers', '--json'],
  ['plan', '--keep-last', '1', '--registry', '2.8.3', '--min-age', '0s', '--emit', 'sh'],
];

const dir = temporaryDirectory();

interface Here {
  readonly place: string;
  readonly files: readonly string[];
  readonly answers: Readonly<Record<string, string>>;
}

/** The demonstration, with names that have an i, pushed in hours that are missing or twice somewhere. */
function makeVolume(): string {
  const volume = demoCopy(dir());
  for (const [at, name] of TURKISH.entries())
    volume
      .at(new Date(Date.UTC(2026, at % 2 === 0 ? 2 : 10, at % 2 === 0 ? 8 : 1, 5 + at, 30)))
      .repository(name)
      .image({ layers: [name], tag: 'LIiVE' })
      .image({ layers: [`${name} again`], tag: 'liive' })
      .looseBlob(`${name} loose`);
  return volume.dir;
}

/** Scans and asks in a process that is somewhere. */
async function answersIn(env: NodeJS.ProcessEnv, volume: string): Promise<Here & { texts: string[] }> {
  const db = path.join(dir(), 'db', 'stowage.db');
  fs.rmSync(path.dirname(db), { recursive: true, force: true });
  fs.mkdirSync(path.dirname(db));
  const args = ['--import', 'tsx', CHILD, volume, db, String(DST_NIGHT)];
  const { stdout, stderr } = await endOf(startProgram(process.execPath, args, { env }));
  expect(stderr).toBe('');
  const texts: string[] = [];
  for (const command of COMMANDS) {
    const ended = await stowage([...command, '--db', db], { env });
    texts.push(`${command.join(' ')}: ${JSON.stringify(ended)}`);
  }
  return { ...(JSON.parse(stdout) as Here), texts };
}

it('the same volume gives the same inventory, answers and texts to the byte, wherever it is scanned', {
  timeout: 300_000,
}, async () => {
  const volume = makeVolume();
  let first: Awaited<ReturnType<typeof answersIn>> | undefined;
  for (const [place, env] of PLACES) {
    const here = await answersIn(env, volume);
    // Where the environment has no effect, nothing is tested.
    expect(here.place).toBe(place);
    first ??= here;
    expect(Object.keys(here.answers)).toEqual(Object.keys(first.answers));
    for (const [question, answer] of Object.entries(first.answers))
      expect(firstDifference(here.answers[question] ?? '', answer), `${place}: ${question}`).toBeUndefined();
    for (const [at, text] of first.texts.entries())
      expect(firstDifference(here.texts[at] ?? '', text), place).toBeUndefined();
    for (const [at, file] of first.files.entries())
      expect(firstDifference(here.files[at] ?? '', file), `${place}: file ${at}`).toBeUndefined();
  }
});
