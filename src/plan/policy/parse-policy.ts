import { isUtf8 } from 'node:buffer';
import { UsageError } from '../../errors.ts';
import type { ProtectPattern } from '../rules/protection.ts';
import type { RetentionRule } from '../rules/rule.ts';
import { readMapping } from './policy-mapping.ts';
import { faultAt, type PolicyNode, unexpected } from './policy-node.ts';
import { readRule } from './policy-rule.ts';
import { readProtected } from './policy-values.ts';

/** What a policy file says. */
export interface Policy {
  /** In their order: of each tag the first that is about it decides. */
  readonly rules: readonly RetentionRule[];
  /** What no rule decides. */
  readonly protect: readonly ProtectPattern[];
}

/** A policy of people has some hundred lines; what is larger is some other file. */
const LARGEST_POLICY = 256 * 1024;

/**
 * Reads a policy file, of which `file` is the name for complaints.
 * @throws UsageError for a file that is none, with the line, the column, the key and what was expected.
 */
export async function parsePolicy(bytes: Uint8Array, file: string): Promise<Policy> {
  const text = decode(bytes, file);
  const { readYaml } = await import('./read-yaml.ts');
  const root = readYaml(text, file);
  if (root === undefined)
    throw new UsageError(`${file} is empty: expected a key 'rules' with at least one rule.`);
  const { entries } = readMapping(root, 'the policy', ['rules', 'protect']);
  const valueAt = (wanted: string) => entries.find(({ key }) => key === wanted)?.value;
  const [rules, protect] = [valueAt('rules'), valueAt('protect')];
  if (rules === undefined)
    throw faultAt(root.at, "the policy has no key 'rules': expected a list of at least one rule.");
  return {
    rules: readRules(rules),
    protect: protect === undefined ? [] : readProtected(protect, "'protect'"),
  };
}

function readRules(node: PolicyNode): RetentionRule[] {
  if (node.kind !== 'list' || node.items.length === 0)
    throw unexpected(node, "'rules'", 'a list of at least one rule');
  return node.items.map(readRule);
}

function decode(bytes: Uint8Array, file: string): string {
  if (bytes.length > LARGEST_POLICY) {
    const most = `${LARGEST_POLICY / 1024} KiB`;
    throw new UsageError(`${file} has ${bytes.length} bytes: expected a policy, which has at most ${most}.`);
  }
  if (!isUtf8(bytes))
    throw faultAt(firstOddByte(bytes, file), 'this is no UTF-8, in which a policy is written.');
  return new TextDecoder().decode(bytes);
}

/** Where the first byte stands that is not part of a character. */
function firstOddByte(bytes: Uint8Array, file: string) {
  let good = 0;
  for (let end = 1; end <= bytes.length; end++) if (isUtf8(bytes.subarray(good, end))) good = end;
  const before = new TextDecoder().decode(bytes.subarray(0, good)).split('\n');
  return { file, line: before.length, column: (before.at(-1) as string).length + 1 };
}
