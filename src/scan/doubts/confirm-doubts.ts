import type { Fact } from '../../facts/told.ts';
import type { Batch } from '../batch.ts';
import type { ScanDoubt, SecondLook } from './doubt.ts';

/**
 * Looks again at doubts, and yields what is true of them now. What was damage and has not changed is damage; what has
 * changed and still looks so is a write in progress: told as it is, and not as a problem, unless what it will refer to is not
 * known: then nobody can tell what is unreferenced.
 */
export async function* confirmDoubts(
  doubts: readonly ScanDoubt[],
  lookAgain: (looks: readonly SecondLook[]) => AsyncIterable<Batch>,
): AsyncGenerator<Fact[]> {
  const evidence = new Map(doubts.map((doubt) => [JSON.stringify(doubt.look), doubt.evidence]));
  const told = new Set<string>();
  for await (const batch of lookAgain(doubts.map(({ look }) => look))) {
    // Files were counted at the first look, a stray's among its own facts.
    yield batch.facts.filter(({ fact }) => fact !== 'files');
    for (const doubt of batch.doubts) {
      const key = JSON.stringify(doubt.look);
      // Looks lead to other looks: two may come to the same.
      if (told.has(key)) continue;
      told.add(key);
      yield evidence.get(key) === doubt.evidence
        ? doubt.facts
        : doubt.facts.filter((fact) => fact.fact !== 'problem' || fact.hidesReferences === true);
    }
  }
}
