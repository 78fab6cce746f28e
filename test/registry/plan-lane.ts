import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { emitPlan } from '../../src/emit/emit-plan.ts';
import { takeInventory } from '../../src/index.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { stowageVersion } from '../../src/version.ts';
import { answersTo } from './answers.ts';
import { EmittedScript } from './emitted-script.ts';
import { LiveRegistry } from './live-registry.ts';
import { revisionsIn, wholeRevisions } from './plan-volume.ts';
import { type PulledTag, pullTags } from './pulls.ts';
import { stowage } from './stowage.ts';

const POLICY = `rules:
  - { name: pull requests, repositories: web, tags: 'pr-*', older-than: 14d }
  - { name: releases, repositories: 'web', tags: ['v5', 'v6', 'stable'], keep: all }
  - { name: rest, keep-last: 1, untagged: true, older-than: 25d }
`;

/** Files that rules name, each in the lane's own directory. */
const FILES = ['in-use', 'policy.yaml'];

/** A registry that is set back to the same volume for each rule. */
export class PlanLane {
  readonly registry: LiveRegistry;
  db = '';
  before: PulledTag[] = [];
  revisions: string[] = [];
  /** What was answered at first. */
  answered: Record<string, string> = {};
  readonly #saved: string;

  private constructor(registry: LiveRegistry) {
    this.registry = registry;
    this.#saved = join(registry.work, 'saved');
  }

  /** Starts one that is empty. */
  static async open(): Promise<PlanLane> {
    return new PlanLane(await LiveRegistry.start());
  }

  /** Takes over a volume, and what can be pulled of it. */
  async begin(volume: string): Promise<void> {
    const { registry } = this;
    cpSync(volume, this.#saved, { recursive: true, preserveTimestamps: true });
    this.reset();
    this.db = await this.scan('stowage.db');
    this.before = await pullTags(registry.root, registry.client);
    this.answered = await this.answers();
    this.revisions = await wholeRevisions(registry, revisionsIn(registry.root));
    const inUse = await registry.client.resolve('web', 'v4');
    writeFileSync(join(registry.work, 'in-use'), `docker-pullable://registry.example.com/web@${inUse}\n`);
    writeFileSync(join(registry.work, 'policy.yaml'), POLICY);
  }

  /** Sets the volume back, under the running registry, which remembers nothing of it. */
  reset(): void {
    rmSync(join(this.registry.root, 'docker'), { recursive: true, force: true });
    cpSync(this.#saved, this.registry.root, { recursive: true, preserveTimestamps: true });
  }

  /** What the registry answers to every revision and tag that there was at first, byte for byte. */
  answers(): Promise<Record<string, string>> {
    const names = revisionsIn(this.#saved).map((revision) => revision.replace('@', '/manifests/'));
    for (const { repository, tag } of this.before) names.push(`${repository}/manifests/${tag}`);
    return answersTo(`http://${this.registry.address}`, names);
  }

  /** Scans the volume into a file of this name, and returns its path. */
  async scan(name: string): Promise<string> {
    const db = join(this.registry.work, name);
    await takeInventory({ volume: this.registry.root, db, threads: 0, settleMs: 0 });
    return db;
  }

  /** What the program plans from an inventory. */
  async plan(rule: readonly string[], from: string): Promise<Plan> {
    return JSON.parse(await this.#ask(rule, from, '--json'));
  }

  /** The script that the program writes; that of most rules is made here, which is the same and starts no process. */
  async script(planned: Plan, rule: readonly string[]): Promise<EmittedScript> {
    const { work, root } = this.registry;
    const text = emitPlan(planned, 'sh', { version: stowageVersion(), volume: root, asked: rule.join(' ') });
    if (rule.includes('--older-than')) {
      const file = join(work, 'plan.sh');
      rmSync(file, { force: true });
      await this.#ask(rule, this.db, '--emit', 'sh', '--output', file);
      expect(withoutRule(readFileSync(file, 'utf8'))).toBe(withoutRule(text));
    }
    return new EmittedScript(join(work, 'script'), text);
  }

  async #ask(rule: readonly string[], from: string, ...how: string[]): Promise<string> {
    const { work } = this.registry;
    const args = rule.map((each) => (FILES.includes(each) ? join(work, each) : each));
    const run = await stowage('plan', '--registry', '2.8.2', ...args, '--db', from, ...how);
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    return run.stdout;
  }
}

/** Its words stand in the head in an order of their own. */
function withoutRule(script: string): string {
  return script.replace(/^# The rule: .+$/m, '');
}
