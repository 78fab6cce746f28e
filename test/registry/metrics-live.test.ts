import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { readMetrics } from '../support/metrics-text.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { describeWith } from './availability.ts';
import { Serving } from './serving.ts';

const dir = sharedDirectory();
let serving: Serving;

describeWith([['promtool', 'prometheus']], 'the metrics of a service', () => {
  beforeAll(async () => {
    const volume = demoCopy(dir()).dir;
    const db = join(dir(), 'stowage.db');
    await stowage(['scan', volume, '--db', db, '--settle', '0s']);
    serving = await Serving.start(volume, db, '--rescan', '1h');
  });
  afterAll(() => serving?.stop());

  it('are what promtool takes, also after requests of all kinds, whose counts they have', async () => {
    const get = async (path: string) => (await fetch(`http://${serving.address}${path}`)).text();
    for (const path of [
      '/',
      '/healthz',
      '/v2/',
      '/v2/_catalog',
      '/v2/..%2f',
      '/v2/shop/web/manifests/x',
      '/api/v1/usage',
      '/api/nothing',
      '/"\\\n{}',
    ])
      await get(path);
    await fetch(`http://${serving.address}/v2/`, { method: 'DELETE' });
    const text = await get('/metrics');
    expect(execFileSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })).toBe('');
    const counted = readMetrics(text).filter(({ metric }) => metric.endsWith('_requests_total'));
    expect(counted.reduce((sum, { value }) => sum + value, 0)).toBeGreaterThanOrEqual(10);
  });
});
