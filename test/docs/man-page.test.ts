import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TOPICS } from '../../src/cli/topics/topics.ts';
import { makeProgram } from '../support/whole-program.ts';
import { MAN_PAGE, manPage } from './man-page.ts';

function run(program: string, ...given: string[]) {
  const { stdout, stderr, status } = spawnSync(program, given, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '80', MANROFFOPT: '-c' },
  });
  return { stdout, stderr, status };
}

describe('the manual', () => {
  // Where it fails: npm run docs
  it('is what the program says now', async () => {
    expect(fs.readFileSync(MAN_PAGE, 'utf8')).toBe(await manPage());
  });

  it.each([
    ['man', ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', MAN_PAGE]],
    ['groff', ['-man', '-k', '-Tutf8', '-ww', '-z', MAN_PAGE]],
  ] as const)('is read by %s without a complaint', (program, given) => {
    expect(run(program, ...given)).toMatchObject({ stderr: '', status: 0 });
  });

  it('shows every command, topic and option as it is typed', () => {
    const shown = run('man', '-l', '-P', 'cat', MAN_PAGE).stdout;
    const program = makeProgram();
    const flags = program.commands.flatMap(({ options }) => options.map((option) => option.flags));
    const commands = program.commands.map((command) => `stowage ${command.name()}`);
    for (const told of [...commands, ...flags, ...Object.keys(TOPICS)]) expect(shown).toContain(told);
    for (const line of shown.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(110);
  });
});
