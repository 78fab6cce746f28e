import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../../../../src/errors.ts';
import { parametersOf, readParameters } from '../../../../src/server/api/parameters.ts';
import { SCRIPT, SEARCH, SERVED, type Served } from '../../../../src/server/api/questions.ts';
import { RegistryFault } from '../../../../src/server/registry/fault.ts';
import { readPage as readListPage } from '../../../../src/server/registry/paging.ts';
import { readRanges } from '../../../../src/server/registry/ranges.ts';
import { readRoute } from '../../../../src/server/registry/route.ts';
import type { Target } from '../fuzz.ts';
import { law } from '../law.ts';
import { faultOfDigest } from '../models/digest-model.ts';
import { isName, isTag } from '../models/name-model.ts';
import { checkNumber } from './numbers.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const ASKED: ReadonlyArray<readonly [string, Served]> = [...SERVED, ['script', SCRIPT], ['search', SEARCH]];

/** Queries of `/api/v1`: the first character chooses the question. */
export const queries: Target = {
  name: 'queries',
  files: ['server/api/parameters.ts'],
  seeds: ASKED.flatMap((_, at) =>
    [
      ...['limit=10&sort=bytes&reverse=true', 'by=tag&repository=team%2Fapp', 'min-age=24h&untagged=true'],
      ...['registry=2.8.2&delete-untagged=true&limit=0', 'keep-last=3&older-than=30d&match=v*&match=pr-*'],
      ...[
        'from=1&to=@-7d',
        `digest=${DIGEST}&after=x.1`,
        'q=a',
        'emit=crane&no-protect-latest=true&free=10G',
        '',
      ],
    ].map((query) => `${String.fromCharCode(65 + at)}${query}`),
  ),
  share: 0.05,
  check(input) {
    const [, served] = ASKED[((input[0] ?? 65) + ASKED.length) % ASKED.length] as readonly [string, Served];
    const query = new URLSearchParams(input.subarray(1).toString());
    const read = attempt(() => readParameters(served, query));
    const turned = new URLSearchParams([...query].reverse());
    const isOnce = new Set(query.keys()).size === [...query].length;
    if (isOnce) {
      const other = attempt(() => readParameters(served, turned));
      law(typeof other === typeof read, 'in whatever order');
      if (typeof read !== 'string') law(isDeepStrictEqual(other, read), 'in whatever order it says the same');
    }
    if (typeof read === 'string') {
      law(read.length > 1, 'a refusal says why');
      return;
    }
    for (const name of query.keys()) {
      const parameter = parametersOf(served).find((each) => each.name === name);
      law(parameter !== undefined, 'no parameter is passed over in silence');
      law(parameter?.isRepeatable === true || query.getAll(name).length === 1, 'nothing is said twice');
    }
    const known = [...Object.keys(served.options), ...served.arguments.map(({ option }) => option)];
    law(
      Object.keys(read).every((key) => known.includes(key)),
      'only what the question has is read',
    );
    for (const [key, value] of Object.entries(read)) {
      const { choices } = served.options[key] ?? {};
      law(choices === undefined || choices.includes(value as string), 'a choice is one');
      if (typeof value === 'number') checkNumber(value);
    }
  },
};

/** Paths below `/v2`. */
export const routes: Target = {
  name: 'routes',
  files: ['server/registry/route.ts'],
  seeds: [
    ...[
      '/v2/',
      '/v2',
      '/v2/_catalog',
      '/v2/team/app/tags/list',
      '/v2/a/manifests/1.0',
      `/v2/a/b/manifests/${DIGEST}`,
    ],
    ...[
      `/v2/a/blobs/${DIGEST}`,
      `/v2/a/referrers/${DIGEST}`,
      '/v2/a/manifests/%31',
      '/v2/a%2Fb/tags/list',
      '/v2/../x',
    ],
  ],
  share: 0.05,
  check(input) {
    const path = input.toString('latin1');
    attemptRegistry(() => readListPage(new URLSearchParams(path.slice(1))));
    const route = attemptRegistry(() => readRoute(path));
    if (route === undefined || route.kind === 'version' || route.kind === 'catalog') return;
    const { name } = route;
    law(isName(name) && !name.split('/').some((part) => /^[._]/.test(part)), 'a name is one of the grammar');
    const ends = { tags: 'tags/list', manifest: 'manifests', blob: 'blobs', referrers: 'referrers' };
    const last = 'reference' in route ? route.reference : 'digest' in route ? route.digest : undefined;
    if (last !== undefined)
      law(isTag(last) || faultOfDigest(last) === undefined, 'a reference is one of the grammar');
    const printed = `/v2/${name}/${ends[route.kind]}${last === undefined ? '' : `/${last}`}`;
    law(isDeepStrictEqual(readRoute(printed), route), 'printed, it leads to the same');
    law(path.split('/').length === printed.split('/').length, 'what is encoded separates nothing');
    if (!path.includes('%')) law(path.endsWith(printed.slice(3)), 'it is what was written');
  },
};

const SIZE = 24;

/** Ranges of bytes. */
export const ranges: Target = {
  name: 'ranges',
  files: ['server/registry/ranges.ts'],
  seeds: [
    'bytes=0-',
    'bytes=0-9',
    'bytes=5-5,7-8',
    'bytes=-3',
    'bytes=30-',
    'bytes = 1-2 , -1',
    'bytes=9-3',
    'items=1-2',
  ],
  share: 0.05,
  check(input) {
    const header = input.toString('latin1');
    const read = readRanges(header, SIZE);
    law(readRanges(header, 0) === 'all', 'what is empty is given');
    if (typeof read === 'string') return;
    law(read.length > 0, 'some are there');
    for (const { start, end } of read)
      law(Number.isSafeInteger(start) && start >= 0 && start < end && end <= SIZE, 'a range lies within');
    const asked = read.reduce((sum, { start, end }) => sum + end - start, 0);
    law(asked <= SIZE, 'nobody gets more than all');
    const printed = `bytes=${read.map(({ start, end }) => `${start}-${end - 1}`).join(',')}`;
    law(isDeepStrictEqual(readRanges(printed, SIZE), read), 'printed, it is the same');
  },
};

/** What comes of it, or why it is refused. */
function attempt<Result>(act: () => Result): Result | string {
  try {
    return act();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

function attemptRegistry<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof RegistryFault) return undefined;
    throw error;
  }
}
