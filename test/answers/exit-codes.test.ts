import { describe, expect, it } from 'vitest';
import { EXIT_CODES, exitCodeOf } from '../../src/answers/exit-codes.ts';
import { EXIT_HELP } from '../../src/cli/exit-help.ts';
import * as errors from '../../src/errors.ts';

describe('the table of exit codes', () => {
  it('gives each code once', () => {
    const codes = Object.values(EXIT_CODES).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('is what help tells, within 112 columns', () => {
    for (const { code, sentence } of Object.values(EXIT_CODES))
      expect(EXIT_HELP.replaceAll('\n', ' ')).toContain(`${code} ${sentence};`);
    for (const line of EXIT_HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(112);
  });

  it('has a code of its own for each error that a caller may meet, and none for a surprise', () => {
    const codes = Object.values(errors).map((kind) => exitCodeOf(new kind('')));
    expect(new Set(codes).size).toBe(5);
    expect(codes).not.toContain(undefined);
    expect(exitCodeOf(new TypeError())).toBeUndefined();
  });
});
