import { UsageError } from '../../errors.ts';

/** Where something stands in a policy file: lines and columns from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A value of a policy file, and where it stands. */
export type PolicyNode = ScalarNode | ListNode | MappingNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: Place;
  readonly value: string | number | boolean | null;
  /** As it is written, so that `1.10` is not `1.1`; a quoted text without its quotes. */
  readonly text: string;
}

interface ListNode {
  readonly kind: 'list';
  readonly at: Place;
  readonly items: readonly PolicyNode[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly at: Place;
  readonly entries: readonly PolicyEntry[];
}

/** A key with its value. */
export interface PolicyEntry {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: PolicyNode;
}

/** A complaint about what stands at a place. */
export function faultAt({ file, line, column }: Place, sentence: string): UsageError {
  return new UsageError(`${file}, line ${line}, column ${column}: ${sentence}`);
}

/** A complaint about a value that is none of what may stand there. */
export function unexpected(node: PolicyNode, subject: string, expected: string): UsageError {
  return faultAt(node.at, `${subject} is ${shown(node)}: expected ${expected}.`);
}

const SHOWN_CHARACTERS = 60;

/** What stands there, as a sentence tells it. */
function shown(node: PolicyNode): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'mapping') return 'a mapping';
  if (node.value === null) return 'empty';
  if (node.text.length > SHOWN_CHARACTERS) return `'${node.text.slice(0, SHOWN_CHARACTERS)}…'`;
  return typeof node.value === 'string' ? `'${node.text}'` : node.text;
}
