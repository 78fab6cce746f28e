import { type Command, Option } from 'commander';
import { type PlanAnswer, planQuestion } from '../../answers/plan.ts';
import { EMIT_FORMATS, type EmitFormat } from '../../emit/emit-plan.ts';
import { UsageError } from '../../errors.ts';
import { answerFrom } from '../answer.ts';
import { withChoices } from '../choices.ts';
import { type CommonOptions, withQuestionOptions } from '../options.ts';

interface PlanCommandOptions extends CommonOptions {
  readonly registry?: string;
  readonly emit?: EmitFormat;
  readonly output?: string;
  readonly explain?: string;
}

/** `stowage plan` */
export function declarePlan(command: Command): void {
  withQuestionOptions(command, planQuestion)
    .addOption(
      withChoices(
        new Option(
          '--emit <form>',
          'write the calls that carry it out: a script that checks and saves before it deletes, or bare calls',
        ),
        EMIT_FORMATS,
      ),
    )
    .option('--output <file>', 'write them to this file, which must not be there yet (default: stdout)')
    .action(plan);
}

async function plan(options: PlanCommandOptions): Promise<void> {
  const { emit, output, registry } = options;
  if (emit === undefined) {
    if (output !== undefined) throw new UsageError('--output is where --emit writes to: add --emit sh.');
    return answerFrom(planQuestion, {}, options);
  }
  if (registry === undefined)
    throw new UsageError('--emit needs --registry <version>: 2.x and 3.x are asked in other ways.');
  const other = options.json === true ? '--json' : options.explain === undefined ? undefined : '--explain';
  if (other !== undefined)
    throw new UsageError(`--emit and ${other} both say what is printed: leave one of them out.`);
  const { handOver } = await import('../hand-over.ts');
  const question = {
    ...planQuestion,
    async ask(...asked: Parameters<typeof planQuestion.ask>): Promise<PlanAnswer> {
      const answer = await planQuestion.ask(...asked);
      handOver(answer, emit, output);
      return output === undefined ? { ...answer, notes: warningsOf(answer) } : answer;
    },
  };
  // What is written to stdout is for a shell: nothing else may stand there.
  return answerFrom(question, {}, { ...options, isSilent: output === undefined });
}

/** Whoever hands the calls on to another program sees nothing else of the plan. */
function warningsOf({ plans, notes = [] }: PlanAnswer): string[] {
  return [...notes, ...plans.flatMap(({ plan: { warnings } }) => warnings.map(({ message }) => message))];
}
