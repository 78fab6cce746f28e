import * as fc from 'fast-check';
import type { LinkDamage } from './damage.ts';
import { madeDigest } from './made-bytes.ts';
import { STRANGE_MANIFESTS, UNREADABLE_MANIFESTS } from './odd-manifests.ts';
import type { RandomChild, VolumeOp } from './volume-op.ts';
import { BLOBS, blobPath, REPOSITORIES, revisionLinkPath } from './volume-paths.ts';

export { buildRandomVolume } from './build-random-volume.ts';
export type { VolumeOp } from './volume-op.ts';

/** What a random volume may hold. */
export interface RandomVolumeOptions {
  /** Leaves out every state on which some collector, of any version, gives up. */
  tame?: boolean;
}

/** Random volumes, as the steps that make them: first pushes, then damage, then strays. */
export function randomVolume({ tame = false }: RandomVolumeOptions = {}): fc.Arbitrary<VolumeOp[]> {
  const parts: fc.Arbitrary<VolumeOp[]>[] = [
    fc.array(pushes(tame), { minLength: 1, maxLength: 10 }),
    fc.array(changes(tame), { maxLength: 6 }),
    fc.array(damage(tame), { maxLength: 4 }),
    fc.array(strays(tame), { maxLength: 4 }),
    fc.oneof(fc.constant<VolumeOp[]>([]), fc.array(secondNames(tame), { minLength: 1, maxLength: 4 })),
    fc.constant(tame ? [{ op: 'complete' }] : []),
  ];
  return fc.tuple(...parts).map((ops) => ops.flat());
}

// Nested, one a prefix of another, and such as sort differently by '/', '-', '.' and '_'.
const NAMES = ['a', 'a/b', 'a/b/c', 'a-b', 'a0', 'b', 'team/web', 'team/web2', 'team.x/web', 'Team/api'];
const repository = fc.constantFrom(...NAMES);
const tag = fc.constantFrom('latest', '1.0', '1.0.1', 'Edge_2', `sha256-${'d'.repeat(64)}.sig`);
const pick = fc.nat(99);
const mostly = fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false));
const layer = fc.nat(7);
const layers = fc.array(layer, { minLength: 1, maxLength: 3 });
// Registries keep every blob by its sha256, and what is pushed under another algorithm with an alias link.
const algorithm = fc.oneof(
  { weight: 4, arbitrary: fc.constant('sha256' as const) },
  fc.constantFrom('sha384' as const, 'sha512' as const),
);
const push = { repository, tag: fc.option(tag, { nil: undefined }), linked: mostly, namesItsType: mostly };

function pushes(tame: boolean): fc.Arbitrary<VolumeOp> {
  const formats = tame ? (['oci', 'schema2'] as const) : (['oci', 'schema2', 'schema1'] as const);
  // What 3.x makes of a reference that is no digest was never recorded.
  const readable = keysOf(STRANGE_MANIFESTS).filter((kind) => !tame || kind !== 'nonsenseDigest');
  const oddKinds = tame ? readable : [...readable, ...keysOf(UNREADABLE_MANIFESTS)];
  const label = fc.constantFrom('v1', 'v2', 'v3');
  const image = fc.record({
    op: fc.constant('image' as const),
    ...push,
    layers,
    label,
    format: fc.constantFrom(...formats),
    named: tame ? fc.constant('sha256' as const) : algorithm,
    carries: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, pick),
  });
  const index = fc.record({
    op: fc.constant('index' as const),
    ...push,
    children: fc.array(tame ? child : fc.oneof({ weight: 9, arbitrary: child }, aliasedChild), {
      maxLength: 4,
    }),
    format: fc.constantFrom('oci' as const, 'list' as const),
  });
  const odd = fc.record({
    op: fc.constant('odd' as const),
    ...push,
    layers,
    kind: fc.constantFrom(...oddKinds),
  });
  const referrer = fc.record({ op: fc.constant('referrer' as const), ...push, pick });
  return fc.oneof(
    { weight: 6, arbitrary: image },
    { weight: 3, arbitrary: index },
    { weight: tame ? 1 : 2, arbitrary: odd },
    { weight: 1, arbitrary: referrer },
  );
}

const child: fc.Arbitrary<RandomChild> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ pick, pushedHere: mostly }) },
  { weight: 2, arbitrary: fc.record({ fresh: layers, linked: mostly }) },
  fc.record({ layer }),
  fc.constantFrom('absent' as const, 'attestation' as const),
);

const aliasedChild: fc.Arbitrary<RandomChild> = fc.record({ aliased: pick });

function changes(tame: boolean): fc.Arbitrary<VolumeOp> {
  const startedAt = fc.constantFrom('2026-01-05T08:00:00Z', 'yesterday', null);
  // The alias of a sha256 blob makes 3.x delete one layer link twice, and fail.
  const stored = tame
    ? fc.constant('sha512' as const)
    : fc.constantFrom('sha512' as const, 'sha256' as const);
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ op: fc.constant('tag' as const), repository, tag, pick }) },
    fc.record({ op: fc.constant('deleteManifest' as const), repository, pick }),
    fc.record({ op: fc.constant('deleteTag' as const), repository, tag }),
    fc.record({ op: fc.constant('layerLink' as const), repository, layer: fc.nat(12), stored: mostly }),
    fc.record({ op: fc.constant('sha512' as const), repository, layer, stored }),
    fc.record({ op: fc.constant('signature' as const), repository, pick }),
    fc.record({ op: fc.constant('orphan' as const), name: fc.nat(5) }),
    fc.record({
      op: fc.constant('upload' as const),
      repository,
      bytes: fc.option(fc.nat(500)),
      startedAt,
      hashStates: fc.subarray([0, 77]),
    }),
  );
}

function damage(tame: boolean): fc.Arbitrary<VolumeOp> {
  const links = fc.constantFrom(
    'revision' as const,
    'current' as const,
    'history' as const,
    'layer' as const,
  );
  const harmless: LinkDamage[] = ['missing'];
  const harmful: LinkDamage[] = ['empty', 'newline', 'other', 'absent', 'garbage', 'upper', 'short'];
  const how = fc.constantFrom(...harmless, ...(tame ? [] : harmful));
  const whole = ['_manifests/revisions', '_uploads', '_manifests'];
  const which = fc.constantFrom(...whole, ...(tame ? [] : ['_layers', '_manifests/tags']));
  const breakBlob = (of: 'layer' | 'manifest', ways: readonly ('missing' | 'empty' | 'cut')[]) =>
    fc.record({
      op: fc.constant('breakBlob' as const),
      of: fc.constant(of),
      pick,
      how: fc.constantFrom(...ways),
    });
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ op: fc.constant('breakLink' as const), kind: links, pick, how }) },
    breakBlob('layer', ['missing', 'empty', 'cut']),
    breakBlob('manifest', tame ? ['missing'] : ['missing', 'empty', 'cut']),
    fc.record({ op: fc.constant('removeDirectory' as const), repository, which }),
  );
}

function strays(tame: boolean): fc.Arbitrary<VolumeOp> {
  const at = (places: readonly string[]) => fc.constantFrom(...places);
  const inRepository = tame ? HARMLESS_IN_REPOSITORY : [...HARMLESS_IN_REPOSITORY, ...HARMFUL_IN_REPOSITORY];
  const path = fc.oneof(
    at(tame ? HARMLESS : [...HARMLESS, ...HARMFUL]),
    fc.tuple(repository, at(inRepository)).map(([name, place]) => `${REPOSITORIES}/${name}/${place}`),
  );
  const stray = fc.record({ op: fc.constant('stray' as const), path, directory: fc.constant(false) });
  const emptyDirectories = at([`${BLOBS}/sha256/zz`, `${REPOSITORIES}/empty/inside`, 'lost+found']);
  return fc.oneof(
    { weight: 5, arbitrary: stray },
    fc.record({ op: fc.constant('stray' as const), path: emptyDirectories, directory: fc.constant(true) }),
  );
}

function secondNames(tame: boolean): fc.Arbitrary<VolumeOp> {
  const files = fc.constantFrom('blob' as const, 'blob' as const, 'upload' as const, 'stray' as const);
  return fc.record({
    op: fc.constant('secondName' as const),
    of: files,
    pick,
    // A manifest that is another blob's file does not parse.
    in: tame
      ? fc.constantFrom('upload' as const, 'stray' as const, 'outside' as const)
      : fc.oneof(files, fc.constant('outside' as const)),
    other: pick,
    symlink: tame ? fc.constant(false) : fc.boolean(),
  });
}

const UUID = '0b5c1f9e-3f6f-4d0e-9d55-5c7d6f3a2b10';
const ABSENT = madeDigest('a stray stands here');
const absentHex = ABSENT.replace(':', '/');

const HARMLESS = [
  'README.txt',
  'lost+found/#1234',
  'docker/.DS_Store',
  'docker/registry/v2/.DS_Store',
  'docker/registry/v2/notes/2026.txt',
  'scheduler-state.json',
  `${BLOBS}/.DS_Store`,
  `${BLOBS}/sha256/.DS_Store`,
  `${BLOBS}/sha256/ab/.nfs0000000000a1`,
  blobPath(ABSENT).replace(/data$/, `data.${UUID}.tmp`),
  `${REPOSITORIES}/.DS_Store`,
  `${REPOSITORIES}/stray.txt`,
];

// A `data` where no blob can be, or a plain file that starts with '_', on which 2.7 and 2.8 stop looking.
const HARMFUL = [
  `${BLOBS}/data`,
  `${BLOBS}/sha256/data`,
  `${BLOBS}/sha256/ab/data`,
  `${BLOBS}/${absentHex}/data`,
  blobPath(ABSENT).replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase()),
  blobPath(ABSENT).replace(/[0-9a-f]{64}/, 'ab'),
  `${REPOSITORIES}/_stray`,
];

const HARMLESS_IN_REPOSITORY = [
  'notes.txt',
  '_other/file',
  '_manifests/.DS_Store',
  '_manifests/revisions/.DS_Store',
  '_manifests/revisions/sha256/.DS_Store',
  `${revisionLinkPath('x', ABSENT).slice(`${REPOSITORIES}/x/`.length)}.${UUID}.tmp`,
  '_manifests/tags/latest/notes/file',
  '_manifests/tags/hollow/index/keep',
  `_manifests/tags/hollow/current/link.${UUID}.tmp`,
  '_layers/.DS_Store',
  '_layers/sha256/.DS_Store',
  `_layers/${absentHex}/link.${UUID}.tmp`,
  '_uploads/.DS_Store',
  `_uploads/${UUID}/hashstates/sha256/0`,
];

const HARMFUL_IN_REPOSITORY = ['_manifests/tags/.DS_Store', '_manifests/tags/notes', '_stray'];

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  return Object.keys(record) as K[];
}
