import { expect, it } from 'vitest';
import type { Contents } from '../../../src/contents/contents.ts';
import type { Going } from '../../../src/plan/going/going.ts';
import type { Image } from '../../../src/plan/images/image.ts';
import type { Chosen } from '../../../src/plan/outcome/chosen.ts';
import { Describer } from '../../../src/plan/outcome/describe.ts';
import { findFates } from '../../../src/plan/outcome/fates.ts';
import type { PlanRequest } from '../../../src/plan/request.ts';
import type { Candidates } from '../../../src/plan/select/candidates.ts';
import type { TagVerdict } from '../../../src/plan/select/select-tags.ts';

const TAGS = 2000;

/** Verdicts that count how often somebody asks for one. */
class CountedVerdicts extends Map<number, TagVerdict> {
  asked = 0;
  override get(tag: number) {
    this.asked++;
    return super.get(tag);
  }
}

it('why an image with many tags stays is asked once, and not for each of them', () => {
  const verdicts = new CountedVerdicts();
  for (let id = 0; id < TAGS; id++)
    verdicts.set(id, { isSelected: id < TAGS - 1, reasons: id < TAGS - 1 ? [] : ['protected'] });
  const candidates = candidatesWith(verdicts);
  const fates = findFates(candidates, NOTHING_GOES);
  const describer = new Describer(CONTENTS, {} as PlanRequest, candidates);
  expect(describer.stays(fates, 0)).toHaveLength(TAGS - 1);
  expect(verdicts.asked).toBeLessThanOrEqual(5 * TAGS);
});

const NOTHING_GOES: Chosen = {
  removal: { of: new Map(), left: () => CONTENTS },
  orderedIn: () => [],
  isCut: false,
};

const CONTENTS = { blobs: { digestOf: String, learn: () => undefined } } as unknown as Contents;

function candidatesWith(tagVerdicts: ReadonlyMap<number, TagVerdict>): Candidates {
  const tags = Array.from({ length: TAGS }, (_, id) => ({
    id,
    name: `t${id}`,
    blob: 1,
    time: 1,
    isAttached: false,
  }));
  const image: Image = { blob: 1, revisionTime: 1, isThere: true, tags, ordinaryTags: tags };
  const selection = {
    repository: { name: 'app' },
    images: new Map([[1, image]]),
    reason: undefined,
    imageReason: () => undefined,
    tagVerdicts,
    imageVerdicts: new Map(),
  };
  return {
    selections: new Map([[1, selection]]),
    going: { in: () => new Set() } as unknown as Going,
  } as unknown as Candidates;
}
