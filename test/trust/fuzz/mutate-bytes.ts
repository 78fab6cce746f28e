import type { Random } from './random.ts';

/** What parsers stumble over: numbers at the edges, marks, ends, what is special to one of them. */
const PIECES: readonly Buffer[] = [
  ...['0', '-1', '-0', '1', '255', '256', '65536', '2147483648', '9007199254740991', '9007199254740993'],
  ...['9223372036854775807', '9223372036854775808', '18446744073709551616', '1e400', '1.0', '1E5', '0x10'],
  ...['sha256:', 'sha384:', 'sha512:', 'sha1:', 'SHA256:', 'a'.repeat(64), 'F'.repeat(64), '0'.repeat(96)],
  ...[
    '',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '\0',
    '\u007f',
    '\u00a0',
    '\u200b',
    '\u202e',
    '\ufeff',
    '\u017f',
    '\u0130',
  ],
  ...['/', '//', '..', '../', './', '_', '__', '-', '---', '.', ':', '::', '@', '%', '%2f', '%00', '%', '+'],
  ...[
    '"',
    "'",
    '`',
    '\\',
    '\\u0000',
    '\\ud800',
    '{',
    '}',
    '[',
    ']',
    '[]',
    '{}',
    '[[',
    ',',
    ';',
    '|',
    '#',
    '*',
  ],
  ...['**', '?', '!', '&', '=', '$', 'null', 'true', 'false', '~', '__proto__', 'constructor', 'toString'],
  ...['localhost/', 'reg.example.com:5000/', '[::1]:5000/', 'docker://', 'https://', 'oci://', 'v2/'],
].map((text) => Buffer.from(text));
const BROKEN: readonly Buffer[] = [
  Buffer.from([0xff]),
  Buffer.from([0xc0, 0x80]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xfe, 0xff]),
  Buffer.from([0x1f, 0x8b]),
];
const LONGEST_RUN = 64 * 1024;

type Mutation = (input: Buffer, random: Random, other: Buffer) => Buffer;

const place = (input: Buffer, random: Random) => random.below(input.length + 1);

function span(input: Buffer, random: Random): [number, number] {
  const from = place(input, random);
  const longest = random.once(4) ? input.length : 8;
  return [from, Math.min(input.length, from + 1 + random.below(longest + 1))];
}

function replaced(input: Buffer, from: number, to: number, by: Uint8Array): Buffer {
  return Buffer.concat([input.subarray(0, from), by, input.subarray(to)]);
}

const MUTATIONS: readonly Mutation[] = [
  function flipBit(input, random) {
    const copy = Buffer.from(input);
    const at = random.below(Math.max(1, copy.length));
    if (copy.length > 0) copy[at] = (copy[at] as number) ^ (1 << random.below(8));
    return copy;
  },
  function setByte(input, random) {
    const copy = Buffer.from(input);
    if (copy.length > 0) copy[random.below(copy.length)] = random.below(random.once(3) ? 256 : 128);
    return copy;
  },
  (input, random) => input.subarray(0, place(input, random)),
  (input, random) => input.subarray(place(input, random)),
  (input, random) => replaced(input, ...span(input, random), Buffer.alloc(0)),
  function duplicate(input, random) {
    const [from, to] = span(input, random);
    return replaced(input, to, to, input.subarray(from, to));
  },
  function move(input, random) {
    const [from, to] = span(input, random);
    const at = place(input, random);
    return replaced(input, at, at, input.subarray(from, to));
  },
  function insert(input, random) {
    const at = place(input, random);
    return replaced(input, at, at, random.from(random.once(10) ? BROKEN : PIECES));
  },
  (input, random) => replaced(input, ...span(input, random), random.from(PIECES)),
  (input, random, other) => {
    const [from, to] = span(other, random);
    return replaced(input, ...span(input, random), other.subarray(from, to));
  },
  (input, random, other) =>
    Buffer.concat([input.subarray(0, place(input, random)), other.subarray(place(other, random))]),
  function changeCase(input, random) {
    const [from, to] = span(input, random);
    const text = input.toString('latin1', from, to);
    return replaced(
      input,
      from,
      to,
      Buffer.from(random.once(2) ? text.toUpperCase() : text.toLowerCase(), 'latin1'),
    );
  },
  function changeNumber(input, random) {
    const copy = Buffer.from(input);
    const at = random.below(Math.max(1, copy.length));
    if (copy.length > 0) copy[at] = (copy[at] as number) + (random.once(2) ? 1 : -1);
    return copy;
  },
];

/** Changes some bytes in a few ways; `other` is another seed, from which pieces are taken. */
export function mutateBytes(input: Buffer, random: Random, other: Buffer): Buffer {
  let result = input;
  for (let left = 1 + random.below(random.once(4) ? 8 : 2); left > 0; left--)
    result = random.from(MUTATIONS)(result, random, other);
  return result.length > LONGEST_RUN ? result.subarray(0, LONGEST_RUN) : result;
}

/** Repeats a piece, up to 64 KiB: what takes time by the square of a length shows then. */
export function stretch(input: Buffer, random: Random): Buffer {
  const [from, to] = span(input, random);
  const piece = random.once(2) ? random.from(PIECES) : input.subarray(from, to);
  if (piece.length === 0) return input;
  const times = Math.ceil(LONGEST_RUN / piece.length / (1 + random.below(8)));
  return replaced(input, from, to, Buffer.alloc(times * piece.length, piece)).subarray(0, LONGEST_RUN);
}
