import * as fc from 'fast-check';
import { type DeletionScene, SCENE, signatureTag } from './deletion-scene.ts';
import { type Content, indexOf } from './images.ts';

/** What another client does at some moment, which `at` chooses. */
export interface ClientStep {
  readonly at: number;
  readonly does: 'push' | 'delete';
  readonly manifest: Content;
  /** Undefined where it is pushed by its digest. */
  readonly tag: string | undefined;
}

const listing = (name: string, ...manifests: Content[]) =>
  indexOf(manifests.map((manifest) => ({ manifest, more: { annotations: { of: name } } })));
const inner = listing('inner', SCENE.riscv);
const INDEXES = [
  listing('another client', SCENE.amd64, SCENE.riscv),
  listing('old ones', SCENE.old),
  listing('outer', inner),
];
const MANIFESTS = [...Object.values(SCENE), ...INDEXES, inner];
/** What the script is about to delete, and what needs that. */
const IN_THE_WAY = [SCENE.old, SCENE.riscv, SCENE.oldMulti, ...INDEXES.slice(0, 2)];
const TAGS = [
  'new',
  'newer',
  'keep',
  'latest',
  'multi',
  'v1',
  'v1.0',
  'old-multi',
  signatureTag(SCENE.riscv),
];

/** Sets of what may be deleted together, each in the order of a plan. */
const PLANS: readonly (readonly Content[])[] = [
  [SCENE.old],
  [SCENE.old, SCENE.signature],
  [SCENE.oldMulti],
  [SCENE.oldMulti, SCENE.riscv],
  [SCENE.oldMulti, SCENE.riscv, SCENE.old, SCENE.signature],
];

const step: fc.Arbitrary<ClientStep> = fc.record({
  at: fc.nat(9999),
  does: fc.oneof({ weight: 5, arbitrary: fc.constant('push' as const) }, fc.constant('delete' as const)),
  manifest: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...IN_THE_WAY) }, fc.constantFrom(...MANIFESTS)),
  tag: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...TAGS) }, fc.constant(undefined)),
});

/** A plan, and what another client does while its script runs. */
export interface Interleaving {
  readonly plan: readonly Content[];
  readonly steps: readonly ClientStep[];
}

export const interleaving: fc.Arbitrary<Interleaving> = fc.record({
  plan: fc.constantFrom(...PLANS),
  steps: fc.array(step, { minLength: 2, maxLength: 6 }),
});

/** Shell text by which the step is done. */
export function textOf(scene: DeletionScene, { does, manifest, tag }: ClientStep): string {
  return does === 'push' ? scene.push(manifest, tag) : scene.delete(manifest);
}

/** A manifest's digest, and those of all that it lists, at any depth. */
export function closureOf(digest: string): string[] {
  const bytes = MANIFESTS.find((each) => each.digest === digest)?.bytes;
  const { manifests = [] } = JSON.parse(bytes?.toString() ?? '{}') as { manifests?: { digest: string }[] };
  return [digest, ...manifests.flatMap((child) => closureOf(child.digest))];
}
