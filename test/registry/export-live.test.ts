import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMetrics } from '../support/metrics-text.ts';
import { type NcduDirectory, readNcdu, repositoryIn } from '../support/ncdu-model.ts';
import { aVolume } from '../support/volume-builder.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';
import { describeLive } from './availability.ts';
import { fillRegistry } from './fill-registry.ts';
import { freePort, LiveRegistry } from './live-registry.ts';
import { ask, type OrphansAnswer, stowage, type UsageAnswer } from './stowage.ts';
import { TerminalScreen } from './terminal-screen.ts';

const PROGRAMS = [
  ['ncdu', 'ncdu'],
  ['gdu', 'gdu'],
  ['tmux', 'tmux'],
  ['promtool', 'prometheus'],
  ['prometheus-node-exporter', 'prometheus-node-exporter'],
] as const;

describeLive(
  'a real registry, exported to the programs that read it',
  () => {
    let registry: LiveRegistry;
    let db: string;
    let usage: UsageAnswer;
    let orphans: OrphansAnswer;

    beforeAll(async () => {
      registry = await LiveRegistry.start();
      await fillRegistry(registry);
      db = inWork('stowage.db');
      await ask('scan', registry.root, '--db', db, '--settle', '0s');
      usage = await ask('usage', '--db', db);
      orphans = await ask('orphans', '--min-age', '0s', '--db', db);
    });
    afterAll(() => registry?.remove());

    const inWork = (name: string) => join(registry.work, name);

    async function exported(to: string, name: string, ...options: string[]): Promise<string> {
      const file = inWork(name);
      const { exitCode, stderr } = await stowage('export', '--to', to, file, '--db', db, ...options);
      expect(exitCode, stderr).toBe(0);
      return file;
    }

    it('is a tree of which ncdu shows the sizes that usage has', async () => {
      const screen = new TerminalScreen('ncdu', await exported('ncdu', 'screen.json'), inWork('tmux'));
      try {
        await screen.shows(/Total disk usage: +[\d.]+ [KM]iB +Apparent size: +[\d.]+ [KM]iB/);
        const { totals, repositories } = usage;
        const total = `${(totals.volumeBytes / 1024).toFixed(1)} KiB`;
        await screen.shows(new RegExp(`Total disk usage: +${total} +Apparent size: +${total}`));
        const entries = await screen.entries();
        const same = (bytes: number | undefined) => ({ diskUsage: bytes, apparentSize: bytes });
        const bytesOf = (name: string) => repositories.find((each) => each.name === name)?.bytes;
        expect(entries.get('alpine')).toEqual(same(bytesOf('alpine')));
        expect(entries.get('tools')).toEqual(same(bytesOf('tools/multi')));
        expect(entries.get('(unreferenced)')).toEqual(same(totals.unreferencedBytes));
        expect(entries.get('(uploads)')).toEqual(same(totals.uploadBytes));
        expect(entries.get('(other)')).toEqual(same(totals.otherBytes));
      } finally {
        screen.end();
      }
    });

    it('is a tree that ncdu writes out again with the sums of usage, and what only one has', async () => {
      const file = await exported('ncdu', 'volume.json');
      const again = inWork('again.json');
      // It reports damage and ends with 0 all the same: then it writes no more than the beginning.
      const said = execFileSync('ncdu', ['-0', '-f', file, '-o', again], { encoding: 'utf8' });
      expect(said).toBe('');
      const top = readNcdu(readFileSync(again, 'utf8'));
      expect(top.bytes).toBe(usage.totals.volumeBytes);
      const sums = usage.repositories.map(({ name }) => [name, sumsOf(repositoryIn(top, name))]);
      expect(sums).toEqual(
        usage.repositories.map(({ name, bytes, uniqueBytes }) => [name, { bytes, uniqueBytes }]),
      );
      expect([...top.directories.get('team')!.directories.keys()]).toEqual([
        '(this repository)',
        'app',
        'retired',
      ]);
    });

    it('is a tree that gdu adds up alike, with 4 KiB for each directory', async () => {
      const file = await exported('ncdu', 'volume.json');
      const args = ['-n', '-p', '-a', '-s', '--no-prefix', '-f', file];
      const [, bytes] = /^\s*(\d+) /.exec(execFileSync('gdu', args, { encoding: 'utf8' })) ?? [];
      const directories = readFileSync(file, 'utf8').match(/^\[\{/gm)?.length ?? 0;
      // The first line begins with the header.
      expect(Number(bytes)).toBe(usage.totals.volumeBytes + 4096 * directories);
    });

    it('is a tree from which gdu, which deletes what it shows by its path, deletes nothing of a volume', async () => {
      const volume = aVolume(inWork('volume'));
      volume.repository('docker/app').image({ layers: ['base'], tag: '1' });
      const own = inWork('own.db');
      await ask('scan', volume.dir, '--db', own, '--settle', '0s');
      const { exitCode } = await stowage('export', '--to', 'ncdu', inWork('own.json'), '--db', own);
      expect(exitCode).toBe(0);
      const screen = new TerminalScreen('gdu', inWork('own.json'), inWork('tmux'));
      try {
        await screen.shows(/\/docker/);
        screen.press('d');
        await screen.shows(/sure you want to delete "docker"/);
        screen.press('Enter');
        await screen.shows(/^(?![\s\S]*\/docker)[\s\S]*Items: \d/);
      } finally {
        screen.end();
      }
      expect(volume.has(REPOSITORIES)).toBe(true);
    });

    it('is metrics that promtool and node_exporter take, of which the parts are the disk', async () => {
      const directory = inWork('textfiles');
      mkdirSync(directory);
      const file = await exported('prometheus', 'textfiles/stowage.prom', '--registry-name', 'eu-1');
      const text = readFileSync(file, 'utf8');
      expect(execFileSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })).toBe('');
      const { scraped, error } = await scrape(directory);
      expect(error).toBe(0);
      const key = ({ metric, labels }: (typeof scraped)[number]) =>
        `${metric} ${JSON.stringify(Object.entries(labels).sort())}`;
      const told = readMetrics(text);
      expect(scraped.map(key).sort()).toEqual(told.map(key).sort());
      const parts = scraped.filter(({ metric }) => metric === 'stowage_volume_bytes');
      expect(parts.reduce((sum, { value }) => sum + value, 0)).toBe(usage.totals.volumeBytes);
    });

    it('is two files of metrics that node_exporter reads together, where registries have names', async () => {
      const directory = inWork('two');
      mkdirSync(directory);
      for (const name of ['eu-1', 'eu-2'])
        await exported('prometheus', `two/${name}.prom`, '--registry-name', name);
      const { scraped, error } = await scrape(directory);
      expect(error).toBe(0);
      const complete = scraped.filter(({ metric }) => metric === 'stowage_scan_complete');
      expect(complete.map(({ labels }) => labels['registry']).sort()).toEqual(['eu-1', 'eu-2']);
    });

    it('is a list of digests that sort takes for sorted, and comm for what orphans says', async () => {
      const env = { ...process.env, LC_ALL: 'C' };
      const all = await exported('digests', 'all.txt');
      const kept = await exported('digests', 'kept.txt', '--state', 'tagged,untagged');
      execFileSync('sort', ['-c', '-u', all], { env });
      const left = execFileSync('comm', ['--check-order', '-23', all, kept], { env, encoding: 'utf8' });
      expect(left).toBe(orphans.blobs.map(({ digest }) => `${digest}\n`).join(''));
      const known = await ask<{
        unknown: { blobs: number; young: { blobs: number } };
        known: { blobs: number };
      }>('reconcile', kept, '--db', db);
      expect(known.known.blobs).toBe(usage.totals.blobs - orphans.blobs.length);
      expect(known.unknown.blobs + known.unknown.young.blobs).toBe(orphans.blobs.length);
    });

    it('is nothing of a file before the whole of it is there', async () => {
      const file = inWork('kept.prom');
      writeFileSync(file, 'before');
      const { exitCode } = await stowage('export', '--to', 'prometheus', file, '--db', inWork('none.db'));
      expect(exitCode).toBe(12);
      expect(readFileSync(file, 'utf8')).toBe('before');
    });
  },
  PROGRAMS,
);

function sumsOf(directory: NcduDirectory | undefined) {
  return { bytes: directory?.bytes, uniqueBytes: directory?.uniqueBytes };
}

/** What the real node_exporter tells of the files in a directory. */
async function scrape(directory: string) {
  const address = `127.0.0.1:${await freePort()}`;
  const options = ['--collector.disable-defaults', '--collector.textfile', '--web.disable-exporter-metrics'];
  const exporter = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'prometheus-node-exporter', ...options],
      ...[`--collector.textfile.directory=${directory}`, `--web.listen-address=${address}`],
    ],
    { stdio: 'ignore' },
  );
  try {
    const series = readMetrics(await answerOf(`http://${address}/metrics`, exporter));
    return {
      scraped: series.filter(({ metric }) => metric.startsWith('stowage_')),
      error: series.find(({ metric }) => metric === 'node_textfile_scrape_error')?.value,
    };
  } finally {
    exporter.kill('SIGKILL');
  }
}

async function answerOf(url: string, server: ChildProcess): Promise<string> {
  for (let tries = 0; tries < 200 && server.exitCode === null; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return response.text();
    await sleep(50);
  }
  throw new Error(`${url} does not answer.`);
}
