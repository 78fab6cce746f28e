import { isDeepStrictEqual } from 'node:util';
import { type MatchName, parseNamePattern } from '../../../../src/registry/name-pattern.ts';
import { readPastedName } from '../../../../src/registry/pasted-name.ts';
import {
  isRepositoryName,
  isTagName,
  type ParsedReference,
  parseReference,
} from '../../../../src/registry/reference.ts';
import { matchAmong, parseRepositoryPattern } from '../../../../src/registry/repository-pattern.ts';
import type { Target } from '../fuzz.ts';
import { law } from '../law.ts';
import { faultOfDigest } from '../models/digest-model.ts';
import { isName, isTag } from '../models/name-model.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const NAMES = [
  'a',
  'b'.repeat(128),
  'b'.repeat(129),
  'team/app',
  'team/web-2_x__y.z',
  'lib.rary/db',
  'a'.repeat(255),
  'localhost/x',
];
const REFERENCES = [
  ...['team/app:1.0', `team/app@${DIGEST}`, `team/app:v1@${DIGEST}`, 'reg.example.com:5000/team/app:tag'],
  ...[
    'docker://reg.example.com/app',
    'https://reg.example.com/v2/team/app/manifests/1.0?x#y',
    'oci://h/chart:1',
  ],
  ...[
    'docker-pullable://app:1',
    '[::1]:5000/app',
    ' "app:latest", ',
    'http://h/v2/a/tags/list',
    'app:',
    'app@',
    'h:5/',
  ],
  `https://h/v2/a/b/blobs/${DIGEST.replace(':', '%3A')}`,
];

/** What people write for a repository, a tag or a manifest. */
export const names: Target = {
  name: 'names',
  files: ['registry/reference.ts', 'registry/pasted-name.ts'],
  seeds: [...NAMES, ...REFERENCES],
  share: 0.17,
  check(input) {
    const text = input.toString();
    law(isRepositoryName(text) === isName(text), `the grammar of names has it: ${isName(text)}`);
    law(isTagName(text) === isTag(text), `the grammar of tags has it: ${isTag(text)}`);
    const parsed = parseReference(text);
    law(
      isDeepStrictEqual(parseReference(` "${text}", `), parsed),
      'what stands around a name does not count',
    );
    if (typeof parsed === 'string') {
      law(!isName(text) || text.includes(':'), 'a name of the grammar is one');
      return;
    }
    const { repository, tag, digest, host } = parsed;
    law(repository !== '' && !repository.includes(':'), 'a repository has a name and no port');
    law(
      tag !== '' && (digest === undefined || faultOfDigest(digest) === undefined),
      'a tag, a digest is one',
    );
    if (isName(repository) && host !== '' && isTag(tag ?? 'none'))
      law(isDeepStrictEqual(parseReference(print(parsed)), parsed), 'printed, it is the same');
    const { name } = readPastedName(text);
    law(text.includes(name) || text.includes('/v2/'), 'a name is part of what was pasted');
    law(host === undefined || text.includes(host), 'a host is part of what was pasted');
  },
};

/** Behind `oci://` whatever stands before the first slash is a host. */
function print({ host, repository, tag, digest }: ParsedReference): string {
  const place = host === undefined ? repository : `oci://${host}/${repository}`;
  return `${place}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

const SAMPLES = [...NAMES, 'v1', 'v1.10', 'pr-12', 'A', 'team/app/sub', 'x.y', '-', '__proto__'];

/** What stands for several names. */
export const patterns: Target = {
  name: 'patterns',
  files: ['registry/name-pattern.ts', 'registry/repository-pattern.ts'],
  seeds: [
    ...[
      '*',
      '**',
      'team/*',
      'v1.*',
      '{main,rel-*}',
      'v[12]',
      '[!a-c]x',
      'a?b',
      '{a,{b,c}}',
      'team/**/x',
      '**/x',
    ],
    ...['reg.example.com/team/*:v1*', 'docker://h/*', '{1..3}', '[z-a]', '[]', '{a}', '!x', 'a b', '@(a|b)'],
  ],
  share: 0.06,
  check(input) {
    const text = input.toString();
    const pattern = parseNamePattern(text);
    if (typeof pattern === 'function') checkMatch(text, pattern);
    else law(pattern.fault !== '', 'a fault is said');
    const ofRepository = parseRepositoryPattern(text);
    if ('fault' in ofRepository) return;
    const among = matchAmong(ofRepository, SAMPLES);
    if (SAMPLES.some((name) => ofRepository.whole(name)))
      law(among === ofRepository.whole, 'what matches as it stands is meant so');
    else law(among === (ofRepository.withoutHost ?? ofRepository.whole), 'else it is meant without its host');
  },
};

function checkMatch(text: string, match: MatchName): void {
  const isPlain = !/[*?[{]/.test(text);
  for (const name of SAMPLES) {
    const matches = match(name);
    if (isPlain) law(matches === (name === text), 'what has no star is only itself');
    if (matches && !text.includes('**')) law(slashes(name) <= slashes(text), 'one star goes over no slash');
  }
  if (isPlain) law(match(text), 'a name matches itself');
}

/** Within `{}` a slash may stand in each of the choices: as many as there are is enough for a bound. */
function slashes(text: string): number {
  return text.split('/').length;
}
