import fastGlob from 'fast-glob';

/** A part of the program that faults are planted in, and the tests that are held against it: those that take seconds. */
export interface MutantSet {
  readonly mutate: readonly string[];
  /** Files below test/, without their ending. */
  readonly tests: readonly string[];
}

export const SETS: Readonly<Record<string, MutantSet>> = {
  parsing: { mutate: ['src/registry/**/*.ts'], tests: ['registry-values/*', 'scan/configs'] },
  settling: {
    mutate: ['src/scan/doubts/*.ts'],
    tests: ['scan/second-look-rows', 'scan/no-doubt', 'scan/second-look', 'scan/uploads', 'scan/absences'],
  },
  marking: {
    mutate: ['src/graph/*.ts'],
    tests: [
      'graph/*',
      'gc/{rules,subjects}',
      'scan/hard-links',
      'analyze/where',
      'contents/*',
      'soak/mutants/volumes',
      'soak/mutants/collections',
    ],
  },
  accounting: {
    mutate: [
      'src/analyze/usage/*.ts',
      'src/analyze/orphans.ts',
      'src/inventory/write/{accounts,*-sums,*-totals}.ts',
    ],
    tests: [
      'analyze/{usage,orphans,find-reference}*',
      'scan/{hard-link,no-doubt}*',
      'inspect/inspect',
      'analyze/{trust,loss}*',
      'soak/mutants/volumes',
    ],
  },
  planning: {
    mutate: ['src/plan/**/*.ts'],
    tests: [
      'plan/{rules,policy,effects,going,outcome}/*',
      'soak/mutants/plan-examples',
      'plan/{explain,idle-patterns,refusals,warnings,what-frees}*',
      'plan/stay/*',
      'soak/mutants/plans',
    ],
  },
};

/** The files of a set, by name. */
export function filesOf(set: MutantSet): string[] {
  return fastGlob.sync([...set.mutate]).sort();
}

/** Its tests, in the order in which they are asked. */
export function testsOf(set: MutantSet): string[] {
  const listed = set.tests.flatMap((test) => fastGlob.sync(`test/${test}.test.ts`).sort());
  return [...new Set(listed)];
}
