import { isDeepStrictEqual } from 'node:util';
import {
  digestFault,
  digestFromBytes,
  digestToBytes,
  findDigests,
  isDigestHex,
  parseDigest,
} from '../../../../src/registry/digest.ts';
import { parseDigestBeginning } from '../../../../src/registry/digest-beginning.ts';
import { isAlias, readLinkContent } from '../../../../src/registry/link.ts';
import { subjectKey, subjectOfTag, subjectTagOf } from '../../../../src/registry/subject-tag.ts';
import { digestsMentioned } from '../../../support/naive-manifest.ts';
import type { Target } from '../fuzz.ts';
import { law } from '../law.ts';
import { faultOfDigest } from '../models/digest-model.ts';

const HEX = '0123456789abcdef'.repeat(8);
const SHA256 = `sha256:${HEX.slice(0, 64)}`;
const SHA384 = `sha384:${HEX.slice(0, 96)}`;
const SHA512 = `sha512:${HEX}`;
const DIGESTS = [SHA256, SHA384, SHA512];

/** What a link file says. */
export const links: Target = {
  name: 'links',
  files: ['registry/link.ts'],
  seeds: [...DIGESTS, '', `${SHA256}\n`, SHA256.toUpperCase(), '../../../etc/passwd', `${SHA256}\0`],
  share: 0.2,
  check(input) {
    const reading = readLinkContent(input);
    const text = input.toString('latin1');
    const fault = text === '' ? 'empty' : faultOfDigest(text);
    law(
      isDeepStrictEqual(reading, fault === undefined ? { target: text } : { fault }),
      'as a registry reads it',
    );
    if ('target' in reading) {
      law(/^[a-z0-9]+:[0-9a-f]+$/.test(reading.target), 'no path but of a digest');
      law(isAlias(SHA512, text) === text.startsWith('sha256:'), 'only a sha256 has other names');
    }
    law(!isAlias(text, text), 'nothing is another name of itself');
  },
};

/** Digests, and beginnings of them. */
export const digests: Target = {
  name: 'digests',
  files: ['registry/digest.ts', 'registry/digest-beginning.ts'],
  seeds: [
    ...DIGESTS,
    'sha1:da39a3ee',
    'sha256+b64:x=',
    `${SHA256.slice(0, 20)}…`,
    'deadbeef...',
    ` ${SHA256} ${SHA512}`,
  ],
  share: 0.2,
  check(input) {
    const text = input.toString('latin1');
    const fault = faultOfDigest(text);
    law(digestFault(text) === fault, `the fault is ${fault}`);
    law(parseDigest(text) === (fault === undefined ? text : undefined), 'a digest is itself');
    law(isDeepStrictEqual(findDigests(text), digestsMentioned(input)), 'all that stand in it are found');
    const colon = text.indexOf(':');
    const [algorithm, hex] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
    law(isDigestHex(algorithm, hex) === (fault === undefined), 'hex is that of a digest');
    const beginning = parseDigestBeginning(text);
    const digest = parseDigest(text);
    if (digest !== undefined) {
      law(digestFromBytes(digestToBytes(digest)) === digest, 'bytes and back');
      law(isDeepStrictEqual(beginning, { algorithm, hex }), 'a digest begins with itself');
    } else if (beginning !== undefined) {
      law(
        beginning.hex !== '' && text.toLowerCase().includes(beginning.hex),
        'it begins with what was written',
      );
    }
  },
};

/** Tags that are named for a subject. */
export const subjectTags: Target = {
  name: 'subject tags',
  files: ['registry/subject-tag.ts'],
  seeds: DIGESTS.flatMap((digest) =>
    ['', '.sig', '.att', '.sbom'].map((end) => `${digest.replace(':', '-')}${end}`),
  ),
  share: 0.06,
  check(input) {
    const text = input.toString('latin1');
    const subject = subjectOfTag(text);
    if (subject === undefined) return;
    const { algorithm, hex } = subject;
    law(text.replace(/\.(sig|att|sbom)$/, '') === `${algorithm}-${hex}`, 'it is what the tag says');
    const digest = parseDigest(`${algorithm}:${hex}`);
    law(digest !== undefined || hex.length === 64, 'it is a digest, or what a tag has room for');
    if (digest === undefined) return;
    const again = subjectOfTag(subjectTagOf(digest));
    law(
      again !== undefined && subjectKey(again) === subjectKey(subject),
      'a tag that is made for it is of it',
    );
  },
};
