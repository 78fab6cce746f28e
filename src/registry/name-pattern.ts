import picomatch from 'picomatch';

/** What a pattern is held against: whole names, and case counts. */
export type MatchName = (name: string) => boolean;

/** What is wrong with a text that is no pattern, as the end of a sentence about it. */
export interface PatternFault {
  readonly fault: string;
}

/** What names are made of (distribution/reference), and what stands for several of them. */
const ALLOWED = /^[A-Za-z0-9_.\-/*?[\]{},!^]+$/;

/** A repository's name has 255 characters at most: a pattern may name four of them, and a regular expression has room. */
const LONGEST = 1024;

/**
 * A pattern for repositories or tags: `*` is any characters but a slash, `?` one of them, `[a-z]` one of some, `[!a-z]`
 * one of all others, `{a,b}` the one or the other; `**` as a whole part of a repository's name is any parts, or none.
 */
export function parseNamePattern(pattern: string): MatchName | PatternFault {
  if (pattern === '') return { fault: 'it is empty' };
  if (pattern.length > LONGEST) return { fault: `it has more than ${LONGEST} characters` };
  const other = [...pattern].find((character) => !ALLOWED.test(character));
  if (other !== undefined) return { fault: `'${other}' stands in no name, and for nothing in a pattern` };
  if (pattern.startsWith('!')) return { fault: "'!' says 'not' within [] only" };
  if (!isBalanced(pattern)) return { fault: 'a bracket of it is left open' };
  // A class is one character: it parts stars, and points.
  const withoutClasses = pattern.replace(CLASSES, '_');
  const fault = classFault(pattern) ?? braceFault(withoutClasses) ?? starFault(withoutClasses);
  if (fault !== undefined) return { fault };
  if (!isNamePattern(pattern)) return (name) => name === pattern;
  const matcher = picomatch(pattern.replaceAll('[!', '[^'), {
    dot: true,
    nonegate: true,
    strictSlashes: true,
  });
  // It takes a second argument with which it answers an object, be the name matched or not: a list's methods give one.
  return (name) => matcher(name);
}

const CLASSES = /\[[^\]]*\]/g;

/** What is wrong in `[]`: a matcher takes what it cannot read there for plain characters, which stand in no name. */
function classFault(pattern: string): string | undefined {
  for (const [text] of pattern.matchAll(CLASSES)) {
    const within = text.slice(1, -1).replace(/^[!^]/, '');
    if (within === '') return `'${text}' stands for no character`;
    const backwards = within.match(/.-./g)?.find((range) => range.charAt(0) > range.charAt(2));
    if (backwards !== undefined) return `'${backwards}' runs backwards`;
  }
  return undefined;
}

/** What is wrong in `{}`: a shell counts from 1 to 10 there, and leaves alone what has no comma. */
function braceFault(pattern: string): string | undefined {
  let rest = pattern;
  for (let group = INNERMOST.exec(rest); group !== null; group = INNERMOST.exec(rest)) {
    const [text] = group;
    if (text.includes('..')) return `'${text}' does not count: name each, as in {1,2,3}`;
    if (!text.includes(',')) return `'${text}' has no comma: expected two or more, as in {a,b}`;
    rest = rest.replace(text, '');
  }
  return undefined;
}

/**
 * A matcher goes back to each star as often as the next one tries, which takes seconds with four and a minute with five on a
 * name that somebody made for it. Of what stands in `{}` only one is tried at a time.
 */
const MOST_STARS = 4;

function starFault(pattern: string): string | undefined {
  const groups = [{ before: 0, most: 0, stars: 0 }];
  for (const [token] of pattern.matchAll(/\*+|[{},]/g)) {
    const group = groups.at(-1) as (typeof groups)[number];
    if (token === '{') groups.push({ before: group.stars, most: group.stars, stars: group.stars });
    else if (token.startsWith('*')) group.stars++;
    else {
      group.most = Math.max(group.most, group.stars);
      group.stars = group.before;
      if (token === '}') Object.assign(groups.at(-2) as typeof group, { stars: groups.pop()?.most });
    }
  }
  const stars = groups[0]?.stars ?? 0;
  return stars > MOST_STARS ? `it has ${stars} stars: expected at most ${MOST_STARS}` : undefined;
}

const INNERMOST = /\{[^{}]*\}/;

/** True for a text that stands for more than the one name that it is. */
export function isNamePattern(text: string): boolean {
  return /[*?[{]/.test(text);
}

function isBalanced(pattern: string): boolean {
  const open: string[] = [];
  for (const character of pattern) {
    const inClass = open.at(-1) === '[';
    if (character === '[' && !inClass) open.push('[');
    else if (character === ']' && open.pop() !== '[') return false;
    else if (character === '{' && !inClass) open.push('{');
    else if (character === '}' && !inClass && open.pop() !== '{') return false;
  }
  return open.length === 0;
}
