import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parsePolicy } from '../../src/plan/policy/parse-policy.ts';
import { fits } from '../support/json-schema.ts';
import { fenced } from './fences.ts';
import { allPages, page, section } from './pages.ts';

const schema = JSON.parse(fs.readFileSync(new URL('../../schema/policy.json', import.meta.url), 'utf8'));
const policies = allPages().flatMap(({ text }) =>
  fenced(text, 'yaml').filter((each) => /^rules:/m.test(each)),
);

describe('every policy that a page shows', () => {
  it('is there', () => expect(policies.length).toBeGreaterThan(9));

  it.each(policies)('is read, also by the schema: %s', async (text) => {
    expect((await parsePolicy(Buffer.from(text), 'policy.yaml')).rules.length).toBeGreaterThan(0);
    expect(fits(parse(text), schema)).toBe(true);
  });
});

it('docs/policy.md has every key', () => {
  const keys = section(page('docs/policy.md'), '## Keys');
  const { properties, definitions } = schema;
  for (const key of Object.keys({ ...properties, ...definitions.rule.properties }))
    expect(keys).toContain(`| \`${key}\` |`);
});
