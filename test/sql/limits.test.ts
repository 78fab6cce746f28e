import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLI, endOf, startStowage, stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';

const dir = sharedDirectory();
const at = () => ({ cwd: dir() });
beforeAll(async () => {
  const inventory = await recordedInventoryOf(demoCopy(dir()).dir);
  inventory.close();
  fs.renameSync(inventory.path, path.join(dir(), 'stowage.db'));
});

const sql = (...args: string[]) => stowage(['sql', ...args], at());
const counting = (to: number) =>
  `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${to}) SELECT i FROM n`;
const ENDLESS = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
const CUT = (by: string) =>
  `stowage: There is more than this, cut off by --${by}: with --${by} 0 nothing is.\n`;

describe('the limit of rows', () => {
  it('is 1,000 for people, who see below the table that there are more', async () => {
    const { exitCode, stdout, stderr } = await sql(counting(1001));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([1002, '  … and more (--limit 0 shows all)']);
    expect((await sql(counting(1000))).stdout).not.toContain('more');
    expect((await sql(counting(1001), '--limit', '0')).stdout.trimEnd().split('\n')).toHaveLength(1002);
  });

  it('is 1,000,000 for programs, who are told on stderr and by the exit code', async () => {
    const { exitCode, stdout, stderr } = await sql(counting(1_000_001), '--csv');
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: CUT('limit') });
    expect(stdout.trimEnd().split('\n')).toHaveLength(1_000_001);
  });

  it('is what was asked for, which is no fault', async () => {
    const { exitCode, stdout, stderr } = await sql(ENDLESS, '--limit', '2', '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      schema: 'stowage.sql/1',
      columns: ['i'],
      rows: [[1], [2]],
      truncated: true,
    });
    const all = JSON.parse((await sql(counting(2), '--limit', '2', '--json')).stdout);
    expect(all).toMatchObject({ rows: [[1], [2]], truncated: false });
    const none = JSON.parse((await sql(`${counting(2)} WHERE i < 0`, '--json')).stdout);
    expect(none).toEqual({ schema: 'stowage.sql/1', columns: ['i'], rows: [], truncated: false });
  });
});

describe('the limit of bytes', () => {
  it('cuts before the row that goes beyond it', async () => {
    const text = `SELECT i, printf('%.*c', 1000, 'x') FROM (${counting(10)})`;
    const { exitCode, stdout, stderr } = await sql(text, '--max-bytes', '3KB', '--ndjson');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(JSON.parse((await sql(text, '--max-bytes', '100', '--json')).stdout)).toMatchObject({
      rows: [],
      truncated: true,
    });
    expect((await sql(text, '--max-bytes', '3KB')).stdout).toContain('… and more (--max-bytes 0 shows all)');
  });
});

describe('the limit of time', () => {
  it('ends what works for longer, but not what waits for its reader', async () => {
    const child = startStowage(['sql', counting(50_000), '--csv', '--timeout', '3s'], at());
    child.stdout?.pause();
    await wait(4500);
    const ended = endOf(child);
    child.stdout?.resume();
    const { exitCode, stdout, stderr } = await ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(50_001);
  });

  it('ends JSON in the middle, so that nobody takes it for a whole answer', async () => {
    const slow = `${ENDLESS} WHERE i <= 3000`;
    const { exitCode, stdout, stderr } = await sql(slow, '--json', '--timeout', '1s');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        'stowage: The query worked for 1 s and had not ended: ask for less, or raise --timeout (0 for no limit).\n',
    });
    expect(stdout).toContain('"rows": [\n    [1],');
    expect(() => JSON.parse(stdout)).toThrow();
  });
});

describe('no process is left behind', () => {
  /** The processes that run queries of this test's inventory's directory. */
  const left = () =>
    fs.readdirSync('/proc').filter((pid) => {
      try {
        return (
          fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('query-program.js') &&
          fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(dir())
        );
      } catch {
        return false;
      }
    });
  const start = async (...args: string[]) => {
    const child = startStowage(['sql', ...args], at());
    for (let tries = 0; left().length === 0; tries++) {
      if (tries === 200) throw new Error('No process was started.');
      await wait(50);
    }
    return child;
  };
  /** A query was begun: its process has worked for longer than it takes to start. */
  const working = async () => {
    const ticks = () => {
      const after = fs.readFileSync(`/proc/${left()[0]}/stat`, 'latin1').split(') ')[1] ?? '';
      return Number(after.split(' ')[11]);
    };
    for (let tries = 0; ticks() < 100; tries++) {
      if (tries === 400) throw new Error('The query did not work.');
      await wait(50);
    }
  };
  const none = async () => {
    for (let tries = 0; tries < 100 && left().length > 0; tries++) await wait(50);
    return left();
  };

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s, which ends the command by its code',
    async (signal) => {
      const child = await start(`${ENDLESS} WHERE i < 0`, '--timeout', '0');
      child.kill(signal);
      const { exitCode, stderr } = await endOf(child);
      expect({ exitCode, stderr }).toEqual({
        exitCode: { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal],
        stderr: '',
      });
      expect(await none()).toEqual([]);
    },
  );

  it('by SIGKILL, of which the command can tell nobody, where no limit of time would end the query', async () => {
    const child = await start(`${ENDLESS} WHERE i < 0`, '--timeout', '0');
    await working();
    child.kill('SIGKILL');
    expect((await endOf(child)).signal).toBe('SIGKILL');
    expect(await none()).toEqual([]);
  });

  it('by a reader that has had enough', async () => {
    const child = await start(ENDLESS, '--csv', '--limit', '0', '--max-bytes', '0', '--timeout', '0');
    await once(child.stdout!, 'data');
    child.stdout?.destroy();
    expect((await endOf(child)).stderr).toBe('');
    expect(await none()).toEqual([]);
  });
});

it('a large answer takes no memory: each piece is written before the next is made', () => {
  const text = `SELECT i, printf('%.*c', 200, 'x') AS x FROM (${counting(400_000)})`;
  const peak =
    'import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)';
  const args = ['-c', peak, process.execPath, CLI, 'sql', text, '--csv'];
  const report = execFileSync('python3', args, { ...at(), encoding: 'utf8' });
  expect(Number(report)).toBeLessThan(160_000);
});
