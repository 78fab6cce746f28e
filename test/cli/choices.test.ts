import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { didYouMean } from '../../src/answers/did-you-mean.ts';
import { makeProgram } from '../support/whole-program.ts';

const withChoices = makeProgram().commands.flatMap((command) =>
  [...command.options, ...command.registeredArguments].flatMap((of) =>
    of.argChoices === undefined
      ? []
      : [{ of, title: `${command.name()} ${'flags' in of ? of.flags : of.name()}`, choices: of.argChoices }],
  ),
);

describe('whatever has choices', () => {
  it('is there, of options and of arguments', () => {
    expect(withChoices.length).toBeGreaterThan(12);
    expect(withChoices.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['usage --by <what>', 'completion shell', 'plan --emit <form>']),
    );
  });

  it.each(withChoices)('takes them, and tells what a slip of the hand meant: $title', ({ of, choices }) => {
    const read = (word: string) => of.parseArg?.(word, undefined as never);
    for (const choice of choices) expect(read(choice)).toBe(choice);
    const longest = [...choices].sort((a, b) => b.length - a.length)[0] as string;
    const slip = `${longest.slice(0, -1)}#`;
    expect(() => read(slip)).toThrow(InvalidArgumentError);
    expect(() => read(slip)).toThrow(new RegExp(`Did you mean .*\\b${longest}\\b.*\\? Allowed choices are `));
    expect(() => read('quixotic')).toThrow(/^Allowed choices are /);
  });
});

describe('what was meant', () => {
  it('is told as a question, or not at all', () => {
    expect(didYouMean('repo', ['repository', 'tag'])).toBe('Did you mean repository?');
    expect(didYouMean('size', ['tag', 'tgz', 'name'])).toBeUndefined();
    expect(didYouMean('tags', ['tag', 'tage', 'name'])).toBe('Did you mean tag or tage?');
  });
});
