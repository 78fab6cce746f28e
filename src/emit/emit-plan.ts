import type { Plan } from '../plan/plan.ts';
import { callsOf } from './calls.ts';
import { craneLines } from './crane.ts';
import { ndjsonLines } from './ndjson.ts';
import type { Origin } from './origin.ts';
import { scriptText } from './script/script.ts';

/** The forms in which a plan is handed over to whoever carries it out. */
export const EMIT_FORMATS = ['sh', 'ndjson', 'crane'] as const;

export type EmitFormat = (typeof EMIT_FORMATS)[number];

/**
 * A plan for one family as calls: `sh` is a script that makes them, and checks, saves and watches what happens; `ndjson`
 * and `crane` are the bare calls, in order.
 * @throws Error where the plan names what the API cannot name, which is a bug.
 */
export function emitPlan(plan: Plan, format: EmitFormat, origin: Origin): string {
  const repositories = callsOf(plan);
  switch (format) {
    case 'sh':
      return scriptText(plan, repositories, origin);
    case 'ndjson':
      return ndjsonLines(repositories);
    case 'crane':
      return craneLines(plan, repositories, origin);
  }
}
