import { vi } from 'vitest';
import { stringify } from 'yaml';
import type { Inventory } from '../../src/index.ts';
import { makePlans, type PlansMade } from '../../src/plan/make-plans.ts';
import type { Plan, SummarizedPlan } from '../../src/plan/plan.ts';
import { requestFrom } from '../../src/plan/rules/from-options.ts';
import type { RegistryFamily } from '../../src/registry/family.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import type { ModelQuestion, ModelRule } from '../support/plan-model/question.ts';

/** Scans a volume at a moment that a test chooses. */
export async function scanAt(volume: string, now: number): Promise<Inventory> {
  vi.useFakeTimers({ now, toFake: ['Date'] });
  try {
    return await inventoryOf(volume, { readEveryLink: true, full: true });
  } finally {
    vi.useRealTimers();
  }
}

/** What the program plans, asked as people ask it. */
export async function planOf(inventory: Inventory, question: ModelQuestion): Promise<Plan> {
  // Its lists are made when they are asked for, and the inventory may be closed by then.
  return (await summarizedPlanOf(inventory, question)).cutTo(0);
}

/** The same with lists that are made when they are asked for. */
export async function summarizedPlanOf(
  inventory: Inventory,
  question: ModelQuestion,
): Promise<SummarizedPlan> {
  const { plans } = await plansOf(inventory, question, [question.family]);
  const [plan] = plans as [SummarizedPlan];
  return plan;
}

/** The plans for registries of some families, and what can be asked about them. */
export async function plansOf(
  inventory: Inventory,
  question: Omit<ModelQuestion, 'family'>,
  families: readonly RegistryFamily[],
): Promise<PlansMade> {
  const { rules, isPolicy, scope, protect, protectsLatest, minAgeMs, inUse, freeBytes } = question;
  const [only = {}] = rules;
  const request = await requestFrom({
    repository: scope,
    ...(isPolicy
      ? { policy: file(stringify({ rules: rules.map(inFile) }, { aliasDuplicateObjects: false })) }
      : inOptions(only)),
    protect,
    protectLatest: protectsLatest,
    minAge: minAgeMs,
    ...(inUse.length > 0 && { inUse: file(inUse.join('\n')) }),
    inUseMayBeEmpty: true,
    ...(freeBytes !== undefined && { free: freeBytes }),
  });
  const registries = families.map((family) => ({ registry: family, family }));
  return makePlans(inventory, registries, request);
}

function file(text: string) {
  return { name: 'file', bytes: Buffer.from(text) };
}

function inOptions({ tags, olderThanMs, keepLast, untagged, untaggedOnly, orphaned }: ModelRule) {
  return {
    match: tags ?? [],
    ...(keepLast !== undefined && { keepLast }),
    ...(olderThanMs !== undefined && { olderThan: olderThanMs }),
    untagged: untagged === true,
    untaggedOnly: untaggedOnly === true,
    orphaned: orphaned === true,
  };
}

function inFile(rule: ModelRule): object {
  const { keepLast, olderThanMs, keepAll, untaggedOnly, ...rest } = rule;
  return {
    ...rest,
    ...(keepLast !== undefined && { 'keep-last': keepLast }),
    ...(olderThanMs !== undefined && { 'older-than': `${olderThanMs}ms` }),
    ...(keepAll && { keep: 'all' }),
    ...(untaggedOnly && { 'untagged-only': true }),
  };
}
