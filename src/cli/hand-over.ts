import { writeFileSync } from 'node:fs';
import type { PlanAnswer } from '../answers/plan.ts';
import { type EmitFormat, emitPlan } from '../emit/emit-plan.ts';
import { UsageError, WriteError } from '../errors.ts';
import { countOf } from '../render/format.ts';
import { stowageVersion } from '../version.ts';
import { complain, print } from './terminal.ts';

/**
 * Writes the calls that carry out a plan of one registry, to a file that is not there yet or to stdout.
 * @throws UsageError where the file is there, WriteError where it cannot be written.
 */
export function handOver(
  { plans, volume, asked }: PlanAnswer,
  form: EmitFormat,
  output: string | undefined,
): void {
  const [told] = plans;
  if (told === undefined) return;
  const text = emitPlan(told.plan, form, { version: stowageVersion(), volume, asked });
  if (output === undefined) print(text);
  else {
    writeNew(output, text);
    complain(`stowage: ${output} has ${countOf(told.plan.delete.length, 'call')}. Nothing was deleted yet.`);
  }
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new UsageError(
        `--output ${file}: it is there already, and is not written over. Name another file.`,
      );
    throw new WriteError(`--output ${file}: it cannot be written (${code}).`);
  }
}
