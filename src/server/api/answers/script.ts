import { planQuestion } from '../../../answers/plan.ts';
import type { PlanQuestionOptions } from '../../../answers/plan-options.ts';
import { type EmitFormat, emitPlan } from '../../../emit/emit-plan.ts';
import { UsageError } from '../../../errors.ts';
import type { Inventory } from '../../../inventory/read/reader.ts';
import { stowageVersion } from '../../../version.ts';

/** What a plan is made of, and the form of its calls. */
export interface ScriptOptions extends PlanQuestionOptions {
  readonly emit?: EmitFormat;
}

/**
 * The calls that carry out a plan, as `stowage plan --emit` writes them.
 * @throws UsageError as the plan, and where no registry is named.
 */
export async function scriptFor(
  inventory: Inventory,
  { emit = 'sh', ...options }: ScriptOptions,
): Promise<string> {
  if (options.registry === undefined)
    throw new UsageError(
      'registry is missing: 2.x and 3.x are asked in other ways. Add registry=2.8.3, or yours.',
    );
  const { plans, volume, asked } = await planQuestion.ask(inventory, options);
  const [only] = plans;
  if (only === undefined) throw new UsageError('There is no plan to carry out.');
  return emitPlan(only.plan, emit, { version: stowageVersion(), volume, asked });
}
