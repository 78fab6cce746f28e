import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../../../../src/errors.ts';
import { namesInUse } from '../../../../src/plan/stay/in-use.ts';
import { readList } from '../../../../src/reconcile/list/read-list.ts';
import { WrittenDigest } from '../../../../src/reconcile/list/written-digest.ts';
import { digestFromBytes } from '../../../../src/registry/digest.ts';
import type { Target } from '../fuzz.ts';
import { law } from '../law.ts';

const HEX = 'ab12'.repeat(16);
const DIGEST = `sha256:${HEX}`;
const LONG = `sha512:${HEX}${HEX}`;

/** Lists of what is running. */
export const inUse: Target = {
  name: 'in-use lists',
  files: [],
  seeds: [
    `team/app:1.0\nreg.example.com/team/app@${DIGEST}\n# comment\n\n`,
    `docker-pullable://h:5000/a/b@${DIGEST} containerd://${HEX}\r\n'a:1', "b:2"`,
    'a:1 # why\nb#c\n#\n',
  ],
  share: 0.06,
  check(input) {
    const text = input.toString();
    const names = namesInUse(text);
    law(isDeepStrictEqual(names, naiveNames(text)), 'what stands between separators is a name');
    const [before, ...rest] = text.split('\n');
    const apart = [...namesInUse(before as string), ...namesInUse(rest.join('\n'))];
    law(isDeepStrictEqual(names, apart), 'a line says the same wherever it stands');
    law(namesInUse(`${text}\n ${DIGEST}`).at(-1) === DIGEST, 'nothing before a line takes it away');
  },
};

function naiveNames(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const names = [''];
    for (const character of withoutComment(line)) {
      if (/[\s,'"]/.test(character)) names.push('');
      else names.push(names.pop() + character);
    }
    return names.filter((name) => /[a-z\d]/i.test(name));
  });
}

/** A `#` begins a comment where nothing but white space stands before it. */
function withoutComment(line: string): string {
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '#' && (at === 0 || /\s/.test(line[at - 1] as string))) return line.slice(0, at);
  }
  return line;
}

/** Databases' lists of digests. */
export const lists: Target = {
  name: 'lists of digests',
  files: ['form', 'line-splitter', 'read-list', 'written-digest'].map((name) => `reconcile/list/${name}.ts`),
  seeds: [
    `${DIGEST}\n# comment\n\n"${LONG}"\r\n${HEX}\n`,
    `digest,size,status\n${DIGEST},12,ok\n\\x01${HEX},7,\n`,
    `﻿size;digest\n12;"${DIGEST}"\n# c\n`,
    `${DIGEST}\t12\n${DIGEST}\t13\n`,
    ` digest | note \n ${DIGEST} | "a ""b""\nc" \n`,
    `note,digest\n"a,b\n\n",${DIGEST}\n`,
  ],
  share: 0.006,
  batch: 100,
  async check(input) {
    const whole = await rowsOf(input, input.length);
    for (const bytes of [1, 7]) {
      const cut = await rowsOf(input, bytes);
      law(isDeepStrictEqual(cut, whole), `pieces of ${bytes} bytes say the same`);
    }
    if (typeof whole === 'string') return;
    let last = 0;
    // Where there are quotes, a return alone ends a line as well, for those who look for one by its number.
    const lines = input.toString().split(/\r\n|\r|\n/).length;
    for (const { line } of whole) {
      law(line >= last && line <= lines, 'rows stand in lines of the list, in their order');
      last = line;
    }
    const text = input.toString().replace(/^\ufeff/, '');
    if (/[,;\t|"]|digest/i.test(text)) return;
    const naive = text.split('\n').filter((each) => each.trim() !== '' && !each.startsWith('#'));
    law(
      isDeepStrictEqual(
        whole.map((row) => row.text),
        naive.map((each) => each.trim()),
      ),
      'each line is a row',
    );
  },
};

interface Row {
  readonly text: string;
  readonly line: number;
  readonly columns: number;
}

/** The rows of a list that comes in such pieces, or why it is none. */
async function rowsOf(input: Buffer, bytes: number): Promise<Row[] | string> {
  const rows: Row[] = [];
  async function* pieces() {
    for (let at = 0; at < input.length; at += bytes) yield input.subarray(at, at + bytes);
  }
  try {
    await readList(pieces(), (text, line, ...rest) => {
      rows.push({ text, line, columns: rest.filter((each) => each !== undefined).length + 1 });
    });
    return rows;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Digests as databases write them. */
export const writtenDigests: Target = {
  name: 'written digests',
  files: ['reconcile/list/written-digest.ts'],
  seeds: [
    DIGEST,
    LONG,
    HEX,
    `\\x01${HEX}`,
    `\\\\x02${HEX}${HEX}`,
    `01${HEX}`,
    DIGEST.toUpperCase(),
    `sha384:${HEX}${HEX.slice(32)}`,
  ],
  share: 0.06,
  check(input) {
    const text = input.toString('latin1');
    const written = new WrittenDigest();
    const isOne = written.parse(text);
    const hex = text.replace(/^.*(:|x01|x02|^01|^02)/s, '').toLowerCase();
    if (!isOne) {
      law(!/^(sha256:)?[0-9a-f]{64}$/i.test(text), 'a digest is one');
      return;
    }
    const digest = digestFromBytes(written.bytes.subarray(0, written.length));
    law(
      digest.endsWith(`:${hex}`) || text.toLowerCase().endsWith(digest.split(':')[1] as string),
      'it is what was written',
    );
    const upper = new WrittenDigest();
    law(
      upper.parse(text.replace(/[a-f]/g, (each) => each.toUpperCase())) || text.includes('sha'),
      'case says nothing',
    );
    law(new WrittenDigest().parse(digest), 'printed, it is one');
  },
};
