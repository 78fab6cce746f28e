import type { ask } from '../../src/index.ts';
import { layerDigest } from '../support/push-layer.ts';

/**
 * What becomes of an array of an answer's JSON: with `--limit` it is cut, with `--sort` and `--reverse` it is ordered. One
 * that is `turned` has no other order than its own.
 * What is not, says why.
 */
export type Law =
  | { readonly law: 'whole' }
  | { readonly law: 'each kind' }
  | { readonly law: 'cut'; readonly inOrder: string }
  | { readonly law: 'turned'; readonly because: string }
  | { readonly law: 'left alone'; readonly because: string };

const SORTED: Law = { law: 'whole' };
const inOrder = (why: string): Law => ({ law: 'cut', inOrder: why });
const alone = (because: string): Law => ({ law: 'left alone', because });

const FAMILIES = alone('one for each family of registries');
const FEW = alone('as many as the program knows kinds of');
const MEETS = inOrder('a collection meets them in this order');
const RULE = inOrder('neighbours explain each other: the tags of a repository, by name');

interface Asked {
  /** The options of the question, each a way to ask it. */
  readonly ways: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Every array of its JSON, by key; those within rows are parts of the row. */
  readonly lists: Readonly<Record<string, Law>>;
  /** Keys whose lists have rows so seldom that the volume here has none. */
  readonly rare?: readonly string[];
}

const BASE = layerDigest('base');
export const digestList = async function* () {
  yield Buffer.from(`digest,size\n${BASE},1\n${layerDigest('layer-9')},1\n`);
};

/**
 * Every question that there is. A list that is missing here follows no law that anybody knows of; but `caveats`, which are
 * one for each reason to doubt an answer.
 */
export const QUESTIONS_ASKED: Readonly<Record<keyof typeof ask, Asked>> = {
  scan: { ways: [{}], lists: {} },
  report: {
    ways: [{}],
    lists: {
      repositories: SORTED,
      problems: FEW,
      levers: FEW,
      findings: FEW,
    },
    rare: ['problems'],
  },
  usage: {
    ways: [
      {},
      ...['namespace', 'tag', 'kind', 'age', 'layer'].map((by) => ({ by })),
      { reference: `team/01:1` },
    ],
    lists: {
      repositories: SORTED,
      namespaces: SORTED,
      tags: SORTED,
      kinds: SORTED,
      ages: SORTED,
      layers: SORTED,
    },
  },
  orphans: {
    ways: [{}, { untagged: true, manifests: true }],
    lists: { blobs: SORTED, unread: alone('what is wrong is told whole') },
    rare: ['unread'],
  },
  gc: {
    ways: [{ registry: '2.8.3', deleteUntagged: true }, {}],
    lists: {
      predictions: FAMILIES,
      allAborts: MEETS,
      deletionAborts: MEETS,
      blobs: SORTED,
      manifests: SORTED,
      layerLinks: SORTED,
      casualties: SORTED,
      losses: SORTED,
      byRepository: SORTED,
      survivors: FEW,
      warnings: FEW,
    },
    rare: ['allAborts', 'deletionAborts', 'layerLinks', 'casualties', 'losses', 'warnings', 'survivors'],
  },
  plan: {
    ways: [
      { registry: '3', match: ['*'], repository: ['team/0*'], protect: ['team/01:*'], untagged: true },
      { match: ['1'] },
    ],
    lists: {
      plans: FAMILIES,
      keep: RULE,
      delete: inOrder('the calls are to be made in this order'),
      stays: RULE,
      byRepository: SORTED,
      emptied: SORTED,
      casualties: RULE,
      collectionCasualties: RULE,
      warnings: FEW,
      'summary.staying': FEW,
    },
    rare: ['stays', 'summary.staying', 'casualties', 'collectionCasualties', 'warnings'],
  },
  check: { ways: [{}], lists: { findings: { law: 'each kind' }, kinds: FEW } },
  verify: {
    ways: [{ threads: 0, full: true }],
    lists: { mismatches: SORTED, missing: SORTED, unreadable: SORTED, transient: SORTED },
    rare: ['transient'],
  },
  ls: {
    ways: [{}, { reference: 'team/01' }, { reference: 'team/*:*' }],
    lists: {
      repositories: SORTED,
      tags: SORTED,
      tagLists: alone('one for each repository that has any of the first tags'),
    },
  },
  where: {
    ways: [{ digest: BASE }, { digest: 'sha256:1' }],
    lists: {
      holders: SORTED,
      namedBy: SORTED,
      attached: SORTED,
      matches: SORTED,
      subjects: alone('nearly always one'),
      toFree: alone('one for each way; the calls of each are cut in their order'),
    },
    rare: ['subjects', 'attached'],
  },
  leftovers: {
    ways: [{}],
    lists: { items: { law: 'each kind' }, kinds: FEW },
  },
  inspect: {
    ways: [{ reference: 'team/01:1' }],
    lists: {
      layers: alone('an image is told whole, in the order of its manifest'),
      referrers: alone('an image is told whole'),
      platforms: alone('an image is told whole'),
      tags: alone('an image is told whole'),
      unread: alone('what is wrong is told whole'),
    },
    rare: ['referrers', 'platforms', 'unread'],
  },
  reconcile: {
    ways: [{}],
    lists: {
      sizeMismatches: SORTED,
      'unknown.byRepository': SORTED,
      'unknown.byAge': FEW,
      'list.setAside': alone('one for each status that a product knows'),
    },
    rare: ['list.setAside'],
  },
  duplicates: {
    ways: [{}],
    lists: {
      contents: SORTED,
      churn: SORTED,
    },
  },
  sql: {
    ways: [],
    lists: {
      columns: alone('as many as the statement asks for'),
      rows: inOrder('the statement says which; `truncated` says that there are more'),
    },
    rare: ['columns', 'rows'],
  },
  history: {
    ways: [],
    lists: { scans: { law: 'turned', because: 'a history is told in the order of time' } },
    rare: ['scans'],
  },
  diff: {
    ways: [{}],
    lists: {
      'repositories.appeared': SORTED,
      'repositories.went': SORTED,
      'repositories.changed': SORTED,
      tags: SORTED,
      findings: inOrder('as check has them'),
    },
    rare: ['findings'],
  },
  export: {
    ways: [],
    lists: { files: alone('what was written is told whole') },
    rare: ['files'],
  },
};

/** What each key orders by. */
export const SORT_FIELDS: Readonly<Record<string, string>> = {
  bytes: 'bytes',
  unique: 'uniqueBytes',
  shared: 'sharedBytes',
  'fair-share': 'fairShareBytes',
  tagged: 'taggedBytes',
  untagged: 'untaggedBytes',
  uploads: 'uploadBytes',
  saved: 'savedBytes',
  change: 'growth.bytes',
  repositories: 'repositories',
  images: 'images',
  tags: 'tags',
  blobs: 'blobs',
  age: 'modifiedAt',
  pushed: 'pushedAt',
};
