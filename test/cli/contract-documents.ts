import type { QUESTIONS } from '../../src/answers/ask.ts';

/** What a command prints with --json over the demonstration volume. */
interface Document {
  readonly args: readonly string[];
  /** The keys of parts of it, in their order: '' is the whole, `a` what `a` is or the first of its list, `a.b` below. */
  readonly keys: Readonly<Record<string, string>>;
  readonly exitCode?: number;
}

const SCAN =
  'volume db scannedAt durationMs complete blobs blobBytes repositories tags revisions layerLinks uploads problems';
const TOTALS =
  'blobs blobBytes taggedBytes untaggedBytes unreferencedBytes uploadBytes otherBytes volumeBytes';
const COUNTS =
  'repositories tags revisions layerLinks uploads problems filesystemBytes filesystemAvailableBytes';
const REPOSITORY =
  'name tags revisions bytes uniqueBytes sharedBytes fairShareBytes taggedBytes untaggedBytes uploadBytes';
const GC =
  'registry family deleteUntagged aborts allAborts deletesBeforeAbort deletionAborts marked blobs bytes young manifests layerLinks casualties losses survivors byRepository warnings brokenTags';
const PLAN =
  'registry family scannedAt undetermined aborts warnings keep delete stays freed garbageAlready together byRepository emptied casualties collectionCasualties summary';
const RECORD = `number id scannedAt complete whole ${TOTALS} ${COUNTS}`;
const FIRST_RECORD = RECORD.replace('whole ', 'whole begins ');

/** What scripts may rely on, by question: of each that there is, at least one document. */
export const DOCUMENTS: Readonly<Record<keyof typeof QUESTIONS, readonly Document[]>> = {
  scan: [{ args: ['scan', 'volume', '--settle', '0s', '--db', 'again.db'], keys: { '': `schema ${SCAN}` } }],
  report: [
    {
      args: ['report'],
      keys: {
        '': 'schema scan totals allocatedBytes repositories reclaimable problems missing isCache levers findings changes',
        scan: SCAN,
        totals: TOTALS,
        repositories: REPOSITORY,
        reclaimable: 'undetermined unreferenced young untagged staleUploads',
        levers: 'lever families count bytes breaksTags command',
        findings: 'id severity count example',
      },
    },
  ],
  usage: [
    {
      args: ['usage'],
      keys: { '': 'schema totals repositories', totals: TOTALS, repositories: REPOSITORY },
    },
  ],
  orphans: [
    {
      args: ['orphans'],
      keys: {
        '': 'schema undetermined totals blobs',
        totals: 'blobs bytes youngBlobs youngBytes',
        blobs: 'digest bytes modifiedAt young state linkedFrom',
      },
    },
    {
      args: ['orphans', '--manifests', '--untagged'],
      keys: { '': 'schema undetermined totals manifests blobs unread', manifests: 'count whole' },
    },
  ],
  gc: [
    { args: ['gc'], keys: { '': 'schema predictions', predictions: GC } },
    {
      args: ['gc', '--registry', '3.1'],
      keys: {
        '': `schema ${GC}`,
        young: 'blobs bytes',
        layerLinks: 'repository digest',
        byRepository: 'repository blobs bytes',
      },
    },
  ],
  plan: [
    { args: ['plan', '--untagged'], keys: { '': 'schema plans', plans: PLAN } },
    {
      args: ['plan', '--untagged', '--registry', '3.1'],
      keys: {
        '': `schema ${PLAN}`,
        keep: 'repository tag digest reasons',
        stays: 'repository digest reason by',
        ...{ freed: 'blobs bytes', garbageAlready: 'blobs bytes', together: 'blobs bytes' },
      },
    },
  ],
  check: [
    {
      args: ['check'],
      exitCode: 1,
      keys: {
        '': 'schema findings totals kinds',
        findings: 'id severity confidence path repository tag digest message hint affects',
        totals: 'corruption warning info',
      },
    },
  ],
  verify: [
    {
      args: ['verify'],
      keys: {
        '': 'schema verified bytes skipped mismatches transient missing unreadable interrupted durationMs',
      },
    },
  ],
  ls: [{ args: ['ls'], keys: { '': 'schema repositories' } }],
  where: [
    {
      args: ['where', '4298f'],
      keys: {
        '': 'schema digest bytes state kind mediaType modifiedAt young holders namedBy attached subjects toFree undetermined',
        holders: 'repository tags revisions layerLink direct history',
        toFree: 'families by manifests repositories tags delete obstacles frees aborts',
      },
    },
    {
      args: ['where', 'sha256:4'],
      keys: { '': 'schema beginning matches', matches: 'digest bytes state kind mediaType' },
    },
  ],
  leftovers: [
    {
      args: ['leftovers'],
      keys: {
        '': 'schema totals kinds items',
        totals: 'count files bytes',
        kinds: 'kind count files bytes young what remedy danger removedBy',
        items: 'kind path repository digest files bytes modifiedAt young',
      },
    },
  ],
  inspect: [
    {
      args: ['inspect', 'shop/api:1.2'],
      keys: {
        '': 'schema repository tag digest bytes kind mediaType pushedAt uniqueBytes platforms manifestBytes tags config layers referrers unread',
        layers: 'digest bytes uniqueToThis mediaType',
        referrers: 'digest bytes kind mediaType via tag referrers',
      },
    },
    {
      args: ['inspect', 'shop/web:2.4.0'],
      keys: { children: 'digest bytes kind mediaType platform manifestBytes config layers referrers' },
    },
  ],
  reconcile: [
    {
      args: ['reconcile', 'known.txt'],
      keys: {
        '': 'schema known unknown missing sizeMismatches list',
        known: 'blobs bytes',
        unknown: 'blobs bytes young manifests byAge inNoRepository byRepository',
        'unknown.young': 'blobs bytes',
        'unknown.byRepository': 'repository blobs bytes',
        missing: 'blobs foreign',
      },
    },
  ],
  duplicates: [
    {
      args: ['duplicates'],
      keys: {
        '': 'schema configsRead totals contents churn',
        totals: 'layers bytes known unknown duplicates churn',
      },
    },
  ],
  export: [
    {
      args: ['export', '--to', 'digests', 'digests'],
      keys: { '': 'schema to target files totals', files: 'path bytes', totals: 'files bytes' },
    },
  ],
  sql: [{ args: ['sql', 'largest-blobs'], keys: { '': 'schema columns rows truncated' } }],
  history: [
    {
      args: ['history'],
      keys: { '': 'schema volume scans growth', scans: FIRST_RECORD, growth: 'code availableBytes' },
    },
    {
      args: ['history', 'shop/api'],
      keys: { '': 'schema volume scans repository growth', repository: 'name scans' },
    },
  ],
  diff: [
    {
      args: ['diff'],
      keys: {
        '': 'schema from to totals repositories tags findings',
        from: FIRST_RECORD,
        to: RECORD,
        totals: `${TOTALS} ${COUNTS}`,
        repositories: 'appeared went changed',
        'repositories.changed': `${REPOSITORY} growth`,
        tags: 'repository tag event to at seenAt',
      },
    },
  ],
};
