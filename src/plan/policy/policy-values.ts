import { parseDuration } from '../../duration.ts';
import { UsageError } from '../../errors.ts';
import { type MatchName, type PatternFault, parseNamePattern } from '../../registry/name-pattern.ts';
import { readPastedName } from '../../registry/pasted-name.ts';
import { parseProtectPattern } from '../rules/protect-pattern.ts';
import type { ProtectPattern } from '../rules/protection.ts';
import { faultAt, type PolicyNode, unexpected } from './policy-node.ts';

/** Reads the value of a key. `subject` is what a complaint calls it. */
type Read<Value> = (node: PolicyNode, subject: string) => Value;

const A_PATTERN = 'a pattern or a list of patterns';

/** A name for people. */
export const readName: Read<string> = (node, subject) => {
  const text = textOf(node)?.trim();
  if (!text) throw unexpected(node, subject, 'a name');
  return text;
};

/** One pattern for tags, or several. */
export const readPatterns: Read<MatchName[]> = (node, subject) =>
  readEach(node, subject, (text) => parseNamePattern(text));

/** One pattern for repositories, or several: what is no part of any name is taken off, what may be one is not. */
export const readRepositories: Read<MatchName[]> = (node, subject) =>
  readEach(node, subject, (text) => parseNamePattern(readPastedName(text).name));

function readEach(
  node: PolicyNode,
  subject: string,
  parse: (text: string) => MatchName | PatternFault,
): MatchName[] {
  if (node.kind === 'list' && node.items.length === 0) throw unexpected(node, subject, A_PATTERN);
  const items = node.kind === 'list' ? node.items : [node];
  return items.map((item) => {
    const text = patternText(item, subject);
    const pattern = parse(text);
    if (typeof pattern === 'function') return pattern;
    throw patternFault(item, subject, text, pattern);
  });
}

/** One pattern as of `--protect`, or more, or none. */
export const readProtected: Read<ProtectPattern[]> = (node, subject) => {
  const items = node.kind === 'list' ? node.items : [node];
  return items.map((item) => {
    const text = patternText(item, subject);
    const pattern = parseProtectPattern(text);
    if (!('fault' in pattern)) return pattern;
    throw patternFault(item, subject, text, pattern);
  });
};

/** How many images to keep. */
export const readCount: Read<number> = (node, subject) => {
  if (node.kind === 'scalar' && Number.isSafeInteger(node.value) && Number(node.value) >= 1)
    return Number(node.value);
  throw unexpected(node, subject, 'a whole number from 1, without quotes');
};

/** A time span, in milliseconds. */
export const readSpan: Read<number> = (node, subject) => {
  try {
    if (node.kind === 'scalar' && typeof node.value === 'string') return parseDuration(node.value);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  throw unexpected(node, subject, "a time span with its unit, such as '36h', '14d' or '2w'");
};

/** What is on or off. */
export const readSwitch: Read<boolean> = (node, subject) => {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  throw unexpected(node, subject, 'true or false');
};

/** The one word that `keep` may have. */
export const readAll: Read<true> = (node, subject) => {
  if (node.kind === 'scalar' && node.value === 'all') return true;
  throw unexpected(node, subject, "'all' (a number of images is 'keep-last', an age 'older-than')");
};

function patternText(node: PolicyNode, subject: string): string {
  const text = textOf(node);
  if (text !== undefined) return text;
  const hint = node.kind === 'scalar' ? '' : ' (one that begins with a bracket needs quotes)';
  throw unexpected(node, subject, `${A_PATTERN}${hint}`);
}

function patternFault(
  { at }: PolicyNode,
  subject: string,
  text: string,
  { fault }: PatternFault,
): UsageError {
  return faultAt(at, `${subject} has the pattern '${text}', which is none: ${fault}.`);
}

/** A text, or a number as it is written: nobody puts the tag 1.10 in quotes. */
function textOf(node: PolicyNode): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  return typeof node.value === 'string' || typeof node.value === 'number' ? node.text : undefined;
}
