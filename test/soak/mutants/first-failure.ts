import * as fc from 'fast-check';
import { SEED } from '../../support/random-cases.ts';

// One failure is enough to kill a mutant: the smallest is not looked for.
fc.configureGlobal({ seed: SEED, endOnFailure: true });
