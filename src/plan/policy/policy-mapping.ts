import { nearNames } from '../../analyze/reference/near-names.ts';
import { faultAt, type MappingNode, type PolicyEntry, type PolicyNode, unexpected } from './policy-node.ts';

/** What people write for a key who know it from the command line or elsewhere, and what it is here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  match: 'tags',
  repository: 'repositories',
};

/**
 * A mapping of which every key is known.
 * @throws UsageError for what is no mapping, and for other keys, with those that may have been meant.
 */
export function readMapping(node: PolicyNode, subject: string, keys: readonly string[]): MappingNode {
  if (node.kind !== 'mapping') throw unexpected(node, subject, `a mapping with ${listed(keys)}`);
  const stranger = node.entries.find(({ key }) => !keys.includes(key));
  if (stranger !== undefined) throw strangerFault(stranger, subject, keys);
  return node;
}

function strangerFault({ key, keyAt }: PolicyEntry, subject: string, keys: readonly string[]) {
  const meant = ELSEWHERE[key];
  const near = meant !== undefined && keys.includes(meant) ? [meant] : nearNames(key, keys);
  const hint = near.length > 0 ? `did you mean ${listed(near)}?` : `expected ${listed(keys)}.`;
  return faultAt(keyAt, `${subject} has the key '${key}', which says nothing here: ${hint}`);
}

function listed(keys: readonly string[]): string {
  const quoted = keys.map((key) => `'${key}'`);
  const last = quoted.pop() as string;
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
