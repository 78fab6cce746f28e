import { isDeepStrictEqual } from 'node:util';
import { parse as parseYaml } from 'yaml';
import { UsageError } from '../../../../src/errors.ts';
import { type Policy, parsePolicy } from '../../../../src/plan/policy/parse-policy.ts';
import type { RetentionRule } from '../../../../src/plan/rules/rule.ts';
import type { Target } from '../fuzz.ts';
import { law } from '../law.ts';

const FILE = 'policy.yaml';
const KEYS = [
  'name',
  'repositories',
  'tags',
  'keep-last',
  'older-than',
  'keep',
  'untagged',
  'untagged-only',
  'orphaned',
];
const SAMPLES = ['a', 'app', 'team/app', 'v1', 'v1.10', 'pr-1', 'latest', 'rel-2', '1.10', 'x-y_z', '2'];

/** Files that say what may go. */
export const policies: Target = {
  name: 'policies',
  files: [
    ...['parse-policy', 'policy-mapping', 'policy-node', 'policy-rule', 'policy-values', 'read-yaml'],
  ].map((name) => `plan/policy/${name}.ts`),
  seeds: [
    "rules:\n  - { name: pull requests, repositories: web, tags: 'pr-*', older-than: 14d }\n  - { tags: ['v5', v6], keep: all }\n",
    'rules:\n  - keep-last: 1\n    untagged: true\n    older-than: 25d\nprotect:\n  - team/app:1.10\n  - "**:rel-*"\n',
    'rules:\n- repositories: [team/*, "{a,b}"]\n  untagged-only: true\n# comment\nprotect: latest\n',
    '{"rules":[{"tags":1.10,"orphaned":true}],"protect":[]}',
    'rules: &a []\nprotect: *a\n',
    'rules:\n\t- x\n---\n',
    '? [a]\n: b\nmatch: !x y\n',
    'rules: 7\n',
    '',
  ],
  share: 0.006,
  batch: 100,
  async check(input) {
    const policy = await attempt(input);
    const commented = await attempt(Buffer.concat([Buffer.from('# one line more\n'), input]));
    if (typeof policy === 'string') {
      checkComplaint(policy, input);
      if (!/^[%\ufeff]/.test(input.toString()))
        law(commented === movedDown(policy), 'a line more moves a complaint down');
      return;
    }
    law(policy.rules.length > 0, 'there is a rule');
    for (const rule of policy.rules) checkRule(rule);
    law(
      typeof commented !== 'string' && isDeepStrictEqual(said(commented), said(policy)),
      'a comment says nothing',
    );
    const written = parseYaml(input.toString(), { uniqueKeys: false }) as { rules: object[] };
    law(written.rules.length === policy.rules.length, 'each rule is one');
    const keys = written.rules.flatMap((rule) => Object.keys(rule));
    law(
      keys.every((key) => KEYS.includes(key)),
      'nothing is passed over in silence',
    );
    await checkAsJson(written, policy);
  },
};

/** What a policy is, or why it is none. */
async function attempt(input: Buffer): Promise<Policy | string> {
  try {
    return await parsePolicy(input, FILE);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

function checkComplaint(message: string, input: Buffer): void {
  const [, line, column] = /^policy\.yaml, line (\d+), column (\d+): ./.exec(message) ?? [];
  if (line === undefined) {
    law(/^policy\.yaml (is empty|has \d+ bytes)/.test(message), 'a complaint says where');
    return;
  }
  const lines = input.toString().split('\n');
  const at = lines[Number(line) - 1];
  law(
    at !== undefined && Number(column) >= 1 && Number(column) <= at.length + 1,
    'it is about a place of the file',
  );
}

function movedDown(message: string): string {
  return message
    .replace(/(?<=^policy\.yaml, line )\d+/, (line) => `${Number(line) + 1}`)
    .replace(/(?<=expected it once, and line )\d+/, (line) => `${Number(line) + 1}`);
}

function checkRule({
  keepLast,
  olderThanMs,
  keepAll,
  untaggedOnly,
  tags,
  hasTagPatterns,
}: RetentionRule): void {
  law(keepLast === undefined || (Number.isSafeInteger(keepLast) && keepLast >= 1), 'it keeps one or more');
  law(olderThanMs === undefined || (Number.isFinite(olderThanMs) && olderThanMs >= 0), 'an age is one');
  law(!(keepAll && (keepLast !== undefined || untaggedOnly)), 'what keeps all deletes nothing');
  law(hasTagPatterns === tags.length > 0, 'patterns that are said are held against tags');
}

/** JSON is YAML: written as such, a policy says the same. Numbers that YAML writes in other ways are left out. */
async function checkAsJson(written: object, policy: Policy): Promise<void> {
  const json = JSON.stringify(written);
  if (/:-?\d|[[,]-?\d|\\u|null/.test(json)) return;
  const again = await attempt(Buffer.from(json));
  law(typeof again !== 'string' && isDeepStrictEqual(said(again), said(policy)), 'as JSON it says the same');
}

/** What a policy says, with what its patterns match instead of functions. */
function said({ rules, protect }: Policy): unknown {
  const matched = (patterns: ReadonlyArray<(name: string) => boolean>) =>
    patterns.map((pattern) => SAMPLES.filter((name) => pattern(name)));
  return {
    rules: rules.map((rule) => ({
      ...rule,
      tags: matched(rule.tags),
      repositories: matched(rule.repositories),
    })),
    protect: protect.map(({ text, tag, repository }) => [
      text,
      ...[tag, repository].map((each) => each && matched([each])),
    ]),
  };
}
