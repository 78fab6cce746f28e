import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/answers/exit-codes.ts';
import { TOPICS } from '../../src/cli/topics/topics.ts';
import { BLOB_STATES } from '../../src/inventory/format/schema.ts';
import { stowage } from '../support/command-line.ts';
import { makeProgram } from '../support/whole-program.ts';

const names = Object.keys(TOPICS);
const tell = async (name: string) => (await stowage(['help', name])).stdout;

describe('stowage help', () => {
  it.each(names)('%s fits a terminal, and is plain text', async (name) => {
    const { exitCode, stdout, stderr } = await stowage(['help', name]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => !/^[ -~]{0,80}(?<! )$/.test(line))).toEqual([]);
  });

  it('lists the topics', async () => {
    const { stdout } = await stowage(['--help']);
    expect(stdout).toContain(`\nTopics: ${names.join(', ')} `);
    expect((await stowage(['help'])).stdout).toBe(stdout);
    expect((await stowage(['help', 'help'])).stdout).toBe(stdout);
  });

  it.each([
    ['stats', 'near it: states'],
    ['repor', 'near it: report'],
    ['safty', 'near it: safety'],
    ['frobnicate', `topics: ${names.join(', ')}`],
    ['a\u001b[2J', `topics: ${names.join(', ')}`],
  ])('%s is wrong usage, and what is near is told', async (name, told) => {
    const { exitCode, stdout, stderr } = await stowage(['help', name]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^stowage: There is no command or topic '.*\n$/);
    expect(stderr).toContain(told);
    expect(stderr).not.toContain('\u001b');
  });

  it('is never about a command: that is told by its own help', () => {
    const commands = makeProgram().commands.map((command) => command.name());
    expect(names.filter((name) => commands.includes(name))).toEqual([]);
  });
});

describe('topics say what is so', () => {
  it('states: all states', async () => {
    for (const state of BLOB_STATES)
      expect(await tell('states')).toMatch(new RegExp(`^  ${state}  +\\S`, 'm'));
  });

  it('exit-codes: all codes', async () => {
    const text = await tell('exit-codes');
    for (const { code, sentence } of Object.values(EXIT_CODES))
      expect(text).toMatch(new RegExp(`^  ${code} +${sentence}$`, 'm'));
  });

  it.each(names)('%s: every command and option that it names is there', async (name) => {
    const { commands } = makeProgram();
    const shown = [...(await tell(name)).matchAll(/\bstowage ([a-z]+)([^\n]*)/g)];
    for (const [, called = '', rest = ''] of shown.filter(([, word]) =>
      commands.some((each) => each.name() === word),
    )) {
      const known = commands.find((each) => each.name() === called)?.options.map(({ long }) => long);
      for (const [option] of rest.matchAll(/--[a-z-]+/g))
        expect(known, `${called} ${option}`).toContain(option);
    }
    const all = commands.flatMap(({ options }) => options.map(({ long }) => long));
    for (const [option] of (await tell(name)).matchAll(/--[a-z-]+/g)) expect(all).toContain(option);
  });
});
