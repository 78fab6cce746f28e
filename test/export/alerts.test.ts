import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { METRICS } from '../../src/export/prometheus/declared.ts';
import { commandNames } from '../docs/from-program.ts';

interface Rules {
  readonly groups: ReadonlyArray<{ readonly rules: readonly Rule[] }>;
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const rules = (parse(read('../../docs/alerts.yml')) as Rules).groups.flatMap((group) => group.rules);
const tests = read('../registry/alert-rules.yml');

// That Prometheus takes them, and when they fire, is tested in test/registry with its own promtool.
describe('docs/alerts.yml', () => {
  it('asks for no metric that is not told', () => {
    const asked = rules.flatMap(({ expr }) => expr.match(/stowage_\w+/g) ?? []);
    expect(new Set(asked).size).toBeGreaterThan(8);
    expect(asked.filter((name) => !Object.hasOwn(METRICS, name))).toEqual([]);
  });

  it.each(rules.map(({ alert }) => alert))('has a case in which %s fires', (alert) => {
    expect(tests).toMatch(new RegExp(`alertname: ${alert}\\n +exp_alerts:\\n +- exp_labels`));
  });

  it('names no command that is none', () => {
    const named = rules.flatMap(({ annotations }) =>
      Object.values(annotations).flatMap((text) => text.match(/(?<=\bstowage )[a-z]+/g) ?? []),
    );
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !commandNames().includes(name))).toEqual([]);
  });
});
