import { fileURLToPath } from 'node:url';
import { endOf, startProgram } from '../support/command-line.ts';
import { startServing } from '../support/served.ts';
import { CommandFailed } from './measure.ts';

const CLIENT = fileURLToPath(new URL('./load-client.mjs', import.meta.url));
const CONNECTIONS = 100;
const PAUSE_MS = 250;
/** What 99 of 100 answers are to take at most. */
const MOST_P99_MS = 100;

/** What a path took, in milliseconds. */
interface Took {
  readonly path: string;
  readonly count: number;
  readonly errors: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/**
 * A service under 100 connections, each of which asks for all kinds of answers in turn, four times a second.
 * @throws CommandFailed where there was an error, and in CI, where nothing else runs, where it was slow.
 */
export async function benchService(volume: string, db: string, seconds: number): Promise<void> {
  const service = await startServing([volume, '--db', db, '--log', 'none']);
  let took: readonly Took[];
  try {
    const url = `http://${service.address}`;
    const args = [CLIENT, url, CONNECTIONS, seconds, PAUSE_MS, ...(await paths(url))].map(String);
    const { stdout, stderr, exitCode } = await endOf(startProgram(process.execPath, args));
    if (exitCode !== 0) throw new CommandFailed(`the client of the service: ${stderr}`);
    took = JSON.parse(stdout) as readonly Took[];
  } finally {
    await service.stop();
  }
  console.log(`\nServing to ${CONNECTIONS} connections for ${seconds} s, in milliseconds`);
  for (const { path, count, errors, p50, p99, most } of took)
    console.log(
      [path.padEnd(60), `${count}`.padStart(6), `${errors} errors`.padStart(10)]
        .concat(
          [`p50 ${p50.toFixed(1)}`, `p99 ${p99.toFixed(1)}`, `most ${most.toFixed(1)}`].map((each) =>
            each.padStart(12),
          ),
        )
        .join(' '),
    );
  const { errors, p99, count } = took.at(-1) as Took;
  if (errors > 0) throw new CommandFailed(`${errors} of ${count} answers of the service were errors`);
  if (process.env['CI'] === 'true' && p99 > MOST_P99_MS)
    throw new CommandFailed(`1 in 100 answers of the service took more than ${p99.toFixed(0)} ms`);
}

/** All kinds of answers, of the first repository and its first tag. */
async function paths(url: string): Promise<string[]> {
  const ask = async (path: string) =>
    (await fetch(`${url}${path}`)).json() as Promise<Record<string, string[]>>;
  const name = (await ask('/v2/_catalog?n=1'))['repositories']?.[0] ?? '';
  const tag = (await ask(`/v2/${name}/tags/list?n=1`))['tags']?.[0] ?? '';
  return [
    '/healthz',
    '/metrics',
    '/api/v1/status',
    '/api/v1/usage?limit=20&sort=bytes',
    '/api/v1/report?limit=10',
    '/v2/',
    '/v2/_catalog?n=20',
    `/v2/${name}/tags/list`,
    `/v2/${name}/manifests/${tag}`,
  ];
}
