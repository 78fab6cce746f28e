import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stowageVersion } from '../../src/version.ts';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { layerDigest } from '../support/push-layer.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const dir = sharedDirectory();
// Whole seconds, which every file system keeps.
const TEN_DAYS_AGO = new Date(Math.floor(Date.now() / 1000) * 1000 - 10 * DAY_MS);

/** The image of shop/api that its tags point to. */
const SIGNED = 'sha256:d863e2dd08bb29ace2ef778463f510bf4e43d1515168e7c2ceb468ea92511ce1';

/** A layer of several images, by its beginning. */
const NODE_LAYER = '4298f';
/** An image that an index lists. */
const CHILD = 'sha256:aaabcc9f';
/** The layer that shop/mailer lost. */
const MISSING = layerDigest({ name: 'mailer 0.3', bytes: 30_000 });

// fixtures/demo as it was in spring, and as if it had been touched ten days ago: ages are told from today.
beforeAll(async () => {
  for (const [name, time] of [
    ['spring', '2026-03-20T12:00:00Z'],
    ['lately', TEN_DAYS_AGO],
  ] as const) {
    const volume = demoCopy(path.join(dir(), name), time);
    const db = path.join(dir(), name, 'stowage.db');
    expect((await stowage(['scan', volume.dir, '--db', db, '--settle', '0s'])).exitCode).toBe(0);
  }
});

const scan = ['scan', 'volume', '--settle', '0s', '--db', 'again.db'];

describe('the whole output on fixtures/demo', () => {
  it.each([
    ['scan.txt', 'spring', scan],
    ['scan.json.txt', 'spring', [...scan, '--json']],
    ['report.txt', 'spring', ['report']],
    ['report.json.txt', 'spring', ['report', '--json', '--limit', '2']],
    ['usage.txt', 'spring', ['usage']],
    ['usage.json.txt', 'spring', ['usage', '--json']],
    ['usage-of-one.txt', 'spring', ['usage', 'reg.shop.example:5000/shop/api']],
    ['usage-of-a-tag.txt', 'spring', ['usage', 'https://reg.shop.example:5000/shop/api:latest/']],
    ['usage-of-a-tag.json.txt', 'spring', ['usage', 'shop/api:latest', '--json']],
    ['usage-of-a-manifest.txt', 'spring', ['usage', `shop/api@${SIGNED}`]],
    ['usage-of-a-manifest.json.txt', 'spring', ['usage', `shop/api:latest@${SIGNED}`, '--json']],
    ['usage-by-namespace.txt', 'spring', ['usage', '--by', 'namespace']],
    ['usage-by-namespace.json.txt', 'spring', ['usage', '--by', 'namespace', '--json']],
    ['usage-by-tag.txt', 'spring', ['usage', '--by', 'tag']],
    ['usage-by-tag.json.txt', 'spring', ['usage', '--by', 'tag', 'shop/api:latest', '--json']],
    ['usage-by-kind.txt', 'spring', ['usage', '--by', 'kind']],
    ['usage-by-kind.json.txt', 'spring', ['usage', '--by', 'kind', '--json']],
    ['usage-by-platform.txt', 'spring', ['usage', '--by', 'platform']],
    ['usage-by-platform.json.txt', 'spring', ['usage', '--by', 'platform', '--json']],
    ['usage-by-source.txt', 'spring', ['usage', '--by', 'source', '--sort', 'images']],
    ['usage-by-age.txt', 'lately', ['usage', '--by', 'age']],
    ['usage-by-age.json.txt', 'lately', ['usage', '--by', 'age', '--json']],
    ['usage-by-layer.txt', 'spring', ['usage', '--by', 'layer', '--limit', '4']],
    ['usage-by-layer.json.txt', 'spring', ['usage', '--by', 'layer', '--json', '--limit', '2']],
    ['usage-match.txt', 'spring', ['usage', '--match', 'shop/*', '--match', 'ops/*', '--limit', '3']],
    ['usage-match.json.txt', 'spring', ['usage', '--match', 'platform/**', '--by', 'namespace', '--json']],
    ['usage-by-namespace-of-two.txt', 'spring', ['usage', '--by', 'namespace', '--depth', '2']],
    ['usage-sorted-and-cut.txt', 'spring', ['usage', '--sort', 'unique', '--limit', '3']],
    ['orphans.txt', 'lately', ['orphans']],
    ['orphans.json.txt', 'lately', ['orphans', '--json']],
    ['orphans-untagged.txt', 'lately', ['orphans', '--untagged', '--limit', '4']],
    ['orphans-young.txt', 'lately', ['orphans', '--min-age', '30d']],
    ['orphans-manifests.txt', 'lately', ['orphans', '--manifests', '--untagged']],
    [
      'orphans-manifests.json.txt',
      'lately',
      ['orphans', '--manifests', '--untagged', '--json', '--limit', '2'],
    ],
    ['gc.txt', 'spring', ['gc', '--delete-untagged']],
    ['gc-of-2.txt', 'spring', ['gc', '--registry', '2.8.3', '--delete-untagged']],
    ['gc-of-2.json.txt', 'spring', ['gc', '--registry', 'registry:2', '--delete-untagged', '--json']],
    ['gc-of-3.txt', 'spring', ['gc', '--registry', '3.1.1', '--delete-untagged', '--limit', '1']],
    ['check.txt', 'spring', ['check', '--fail-on', 'never']],
    ['check.ndjson.txt', 'spring', ['check', '--fail-on', 'never', '--format', 'ndjson']],
    ['ls.txt', 'spring', ['ls']],
    ['ls.json.txt', 'spring', ['ls', '--json']],
    ['ls-of-one.txt', 'spring', ['ls', 'shop/api']],
    ['ls-of-one.json.txt', 'spring', ['ls', 'shop/api', '--json']],
    ['where.txt', 'lately', ['where', NODE_LAYER, '--limit', '4']],
    ['where.json.txt', 'lately', ['where', NODE_LAYER, '--json', '--limit', '2']],
    ['where-a-child.txt', 'lately', ['where', CHILD]],
    ['where-the-signed.txt', 'lately', ['where', SIGNED]],
    ['where-missing.txt', 'lately', ['where', MISSING]],
    ['where-unreferenced.txt', 'lately', ['where', 'bbb6e']],
    ['where-several.txt', 'lately', ['where', 'sha256:4', '--limit', '3']],
    ['where-several.json.txt', 'lately', ['where', 'a', '--json']],
    ['ls-matching.txt', 'spring', ['ls', 'shop/*:{latest,[0-9]*}']],
    ['ls-long.txt', 'spring', ['ls', '--long']],
    ['ls-long.json.txt', 'spring', ['ls', '--long', '--json', 'shop/*']],
    ['ls-long-of-one.txt', 'spring', ['ls', '-l', 'shop/web']],
    ['ls-long-of-several.txt', 'spring', ['ls', '-l', 'platform/**:*']],
    ['ls-long-of-several.json.txt', 'spring', ['ls', '-l', 'shop/{web,api}:latest', '--json']],
    ['inspect.txt', 'spring', ['inspect', 'shop/api']],
    ['inspect-index.txt', 'spring', ['inspect', 'reg.shop.example:5000/shop/web:2.4.0']],
    ['inspect-broken.txt', 'spring', ['inspect', 'shop/mailer:0.3']],
    ['inspect-chart.json.txt', 'spring', ['inspect', 'platform/charts/shop:1.3.0', '--json']],
    ['inspect.json.txt', 'spring', ['inspect', `shop/api:latest@${SIGNED}`, '--json']],
    ['export-digests.txt', 'spring', ['export', '--to', 'digests', '--state', 'tagged', '-']],
    ['export-ncdu.json.txt', 'spring', ['export', '--to', 'ncdu', '-']],
    ['export-prometheus.txt', 'spring', ['export', '--to', 'prometheus', '--repositories', '3', '-']],
  ])('%s', async (file, name, args) => {
    const { exitCode, stdout, stderr } = await stowage(args, { cwd: path.join(dir(), name) });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    await expect(steady(stdout)).toMatchFileSnapshot(`expected/${file}`);
  });
});

/** The output without what differs from run to run: where the volume is, how long it took, when it was. */
function steady(output: string): string {
  return (
    output
      .replaceAll(dir(), '<dir>')
      .replaceAll(TEN_DAYS_AGO.toISOString(), '<ten days ago>')
      .replace(/ in [\d.]+ m?s$/gm, ' in <duration>')
      .replace(/"durationMs": \d+/, '"durationMs": <duration>')
      .replace(/"scannedAt": "[^"]+"/, '"scannedAt": "<now>"')
      // What files take on the disk is the file system's affair.
      .replace(/"allocatedBytes": \d+/, '"allocatedBytes": <blocks>')
      .replace(/^(stowage_filesystem_\w+|stowage_scan_(?:timestamp|duration)_seconds) .*$/gm, '$1 <now>')
      .replace(/"timestamp":\d+/, '"timestamp":<now>')
      .replaceAll(stowageVersion(), '<version>')
  );
}
