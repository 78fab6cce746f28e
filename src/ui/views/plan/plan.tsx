import { useContext } from 'preact/hooks';
import { StatusContext } from '../../parts/age.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Answer, Trouble } from '../../parts/states.tsx';
import type { Options } from '../../source/source.ts';
import { SourceContext, useAnswer } from '../../source/use-answer.ts';
import { PlanLevers } from './levers.tsx';
import { PlanLists } from './lists.tsx';
import { NextSteps } from './next-steps.tsx';
import type { OnePlan } from './one-plan.ts';
import { PlanOutcome } from './outcome.tsx';
import { optionsOf } from './settings.ts';
import { usePlanSettings } from './use-plan-settings.ts';

/** Rows of each list: a plan of a large registry has megabytes of them. */
const ROWS = 100;

/** What a rule of retention would delete and free, while one sets it. */
export function Plan() {
  const refusal = useRefusal();
  return (
    <>
      <PageTitle title="Plan">
        What a rule would delete, and what a collection frees then. Nothing is deleted here: the plan is a
        list of calls, which you download and run.
      </PageTitle>
      {refusal === undefined ? <Planning /> : <Trouble>{refusal}</Trouble>}
    </>
  );
}

/** Why there are no levers. */
function useRefusal(): string | undefined {
  const inventory = useContext(StatusContext)?.inventory;
  const source = useContext(SourceContext)?.source;
  if (source?.isKept)
    return 'A file cannot plan. On a terminal, stowage plan does, and stowage serve shows this page.';
  if (inventory?.refusal !== undefined) return inventory.refusal;
  if (inventory?.undetermined)
    return 'Undetermined: part of the volume was not read, so what seems garbage may be in use. Nothing is planned here: scan again as a user who may read everything, with all disks mounted.';
  return undefined;
}

function Planning() {
  const [settings, change] = usePlanSettings();
  const options = optionsOf(settings);
  const asking = useAnswer('plan', { ...options, limit: ROWS, sort: 'bytes' });
  return (
    <div class="plan">
      <PlanLevers settings={settings} onChange={change} />
      <Answer asking={asking}>
        {(answer) => 'freed' in answer && <Planned plan={answer} options={options} />}
      </Answer>
    </div>
  );
}

function Planned({ plan, options }: { plan: OnePlan; options: Options }) {
  return (
    <>
      <PlanOutcome plan={plan} />
      <NextSteps plan={plan} options={options} />
      <PlanLists plan={plan} />
    </>
  );
}
