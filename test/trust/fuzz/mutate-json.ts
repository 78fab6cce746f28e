import type { Random } from './random.ts';

/** Values that belong nowhere, or only just. */
const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 2, 1.5, 2 ** 53, -(2 ** 53), 1e21, '', 'x', '0', [], {}, [null], [[]]],
  ...[{ digest: null }, { digest: '' }, 'sha256:', `sha256:${'a'.repeat(64)}`, `sha512:${'b'.repeat(128)}`],
  ...['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.v2+json'],
];
const ODD_NAMES = ['__proto__', 'constructor', '', 'Digest', 'LAYERS', 'config', 'manifests', 'layer\u017f'];

/** Changes a JSON document by its structure; undefined where it is none. Members may come to stand in it twice. */
export function mutateJson(input: Buffer, random: Random, other: Buffer): Buffer | undefined {
  const [value, donor] = [parsed(input), parsed(other)];
  if (value === undefined) return undefined;
  let changed: unknown = value;
  for (let left = 1 + random.below(3); left > 0; left--)
    changed = changeBelow(changed, random, donor ?? value);
  return Buffer.from(print(changed, random));
}

/** What is longer may be nested deeper than a stack is: bytes of it are changed instead. */
const LONGEST = 2000;

function parsed(input: Buffer): unknown {
  if (input.length > LONGEST) return undefined;
  try {
    return JSON.parse(input.toString());
  } catch {
    return undefined;
  }
}

type Members = Record<string, unknown>;

/** Goes down a random way, and changes what is at its end. */
function changeBelow(value: unknown, random: Random, donor: unknown): unknown {
  const isDeep = typeof value === 'object' && value !== null && !random.once(4);
  if (!isDeep) return replacement(value, random, donor);
  if (Array.isArray(value)) return changeItems([...value], random, donor);
  return changeMembers(Object.entries(value as Members), random, donor);
}

function changeItems(items: unknown[], random: Random, donor: unknown): unknown {
  const at = random.below(items.length + 1);
  const how = random.below(6);
  if (how === 0) items.splice(at, 1);
  else if (how === 1) items.splice(at, 0, items[random.below(items.length + 1)] ?? donor);
  else if (at < items.length) items[at] = changeBelow(items[at], random, donor);
  return items;
}

function changeMembers(members: Array<[string, unknown]>, random: Random, donor: unknown): unknown {
  const at = random.below(members.length + 1);
  const [name, member] = members[at] ?? [random.from(ODD_NAMES), donor];
  const how = random.below(8);
  if (how === 0) members.splice(at, 1);
  else if (how === 1) members.splice(at, 0, [random.from(ODD_NAMES), member]);
  else if (how === 2) members[at] = [random.once(2) ? name.toUpperCase() : random.from(ODD_NAMES), member];
  else if (how === 3) members.push([name, changeBelow(member, random, donor)]);
  else members[at] = [name, changeBelow(member, random, donor)];
  return new Repeatable(members);
}

function replacement(value: unknown, random: Random, donor: unknown): unknown {
  if (random.once(3)) return pieceOf(donor, random);
  if (typeof value === 'number')
    return random.from([value + 1, -value, value * 1e9, String(value), value / 2]);
  return random.from(ODD_VALUES);
}

function pieceOf(value: unknown, random: Random): unknown {
  let piece = value;
  while (typeof piece === 'object' && piece !== null && !random.once(3))
    piece = random.from(Object.values(piece as Members));
  return piece ?? null;
}

/** An object in which a name may stand twice. */
class Repeatable {
  readonly members: ReadonlyArray<readonly [string, unknown]>;

  constructor(members: ReadonlyArray<readonly [string, unknown]>) {
    this.members = members;
  }
}

/** Without white space, or with some. */
function print(value: unknown, random: Random): string {
  const space = random.once(4) ? random.from([' ', '\n   ', '\r\n\t']) : '';
  const write = (each: unknown): string => {
    if (Array.isArray(each)) return `[${each.map(write).join(`,${space}`)}]`;
    if (typeof each !== 'object' || each === null) return JSON.stringify(each) ?? 'null';
    const members = each instanceof Repeatable ? each.members : Object.entries(each);
    return `{${members.map(([name, member]) => `${space}${JSON.stringify(name)}:${write(member)}`).join(',')}}`;
  };
  return write(value);
}
