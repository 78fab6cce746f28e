import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeWith } from './availability.ts';
import { run } from './run.ts';

const RULES = fileURLToPath(new URL('../../docs/alerts.yml', import.meta.url));
const TESTS = fileURLToPath(new URL('alert-rules.yml', import.meta.url));

describeWith([['promtool', 'prometheus']], 'the alerts of the documentation', () => {
  it('are rules that Prometheus takes', async () => {
    const { exitCode, stdout, stderr } = await run('promtool', [
      'check',
      'rules',
      '--lint=all',
      '--lint-fatal',
      RULES,
    ]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('rules found');
  });

  it('fire when they should, and are silent where all is well', async () => {
    const { exitCode, stdout, stderr } = await run('promtool', ['test', 'rules', TESTS]);
    expect(exitCode, stdout + stderr).toBe(0);
  });
});
