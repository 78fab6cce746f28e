import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { parseWait } from '../../duration.ts';
import { UsageError, VolumeError } from '../../errors.ts';
import { escapeText } from '../../render/escape.ts';
import { GUARD_OPTIONS, type LogForm } from '../../server/guard/options.ts';
import { type CommonOptions, optionOf, refusing, withCommonOptions } from '../options.ts';
import { complain, print } from '../terminal.ts';

interface ServeCommandOptions extends CommonOptions {
  readonly host: string;
  readonly port: number;
  readonly basePath: string;
  readonly rescan?: number;
  readonly pull: boolean;
  readonly htpasswd?: string;
  readonly tokenFile?: string;
  readonly allowHost: readonly string[];
  readonly openMetrics?: true;
  readonly log: LogForm;
}

/** `stowage serve [volume]` */
export function declareServe(command: Command): void {
  command
    .argument('[volume]', 'where the volume is mounted: to pull from it, and for --rescan')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .addOption(
      new Option('--port <n>', 'the port to listen on; 0 takes one that is free')
        .argParser(refusing(parsePort))
        .default(7080),
    )
    .addOption(
      new Option('--base-path <path>', 'where page, API and metrics are, behind a proxy: /stowage')
        .argParser(refusing(parseBasePath))
        .default(''),
    )
    .option(
      '--rescan <duration>',
      'scan now where there is no inventory yet, and so long after each scan: 1h',
      refusing(parseInterval),
    )
    .option('--no-pull', "of the registry's API only the catalog and the tags");
  for (const spec of Object.values(GUARD_OPTIONS)) command.addOption(optionOf(spec));
  withCommonOptions(command).action(serveInventory);
}

async function serveInventory(volume: string | undefined, options: ServeCommandOptions): Promise<void> {
  const { rescan, openMetrics = false, db } = options;
  const [{ serve }, { watchSignals }] = await Promise.all([
    import('../../server/serve.ts'),
    import('../signals.ts'),
  ]);
  if (volume !== undefined && !existsSync(volume))
    throw new VolumeError(`There is no directory ${volume}: expected where the volume is mounted.`);
  const { signal, stop } = watchSignals();
  const onListening = (address: string) => {
    if (options.json === true) print(`${JSON.stringify({ schema: 'stowage.serve/1', address })}\n`);
    else if (options.quiet !== true) print(`Serving ${escapeText(db)} at ${address}\n`);
  };
  try {
    await serve(
      {
        ...options,
        openMetrics,
        ...(volume !== undefined && { volume }),
        ...(rescan !== undefined && { rescanMs: rescan }),
      },
      { signal, say: complain, log: (line) => print(`${line}\n`), onListening },
    );
  } finally {
    stop();
  }
}

/** Less is no time for a scan. */
function parseInterval(text: string): number {
  const interval = parseWait(text);
  if (interval < 10_000) throw new UsageError("Expected '10s' or more, such as '1h'.");
  return interval;
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError('Expected a port from 0 to 65535.');
  return port;
}

/** Without a slash at its end. */
function parseBasePath(text: string): string {
  const path = text.replace(/\/+$/, '');
  if (path !== '' && !/^(\/[A-Za-z0-9._~-]+)+$/.test(path))
    throw new UsageError("Expected a path such as '/stowage', of letters, digits and . _ ~ -.");
  if (path === '/v2' || path.startsWith('/v2/'))
    throw new UsageError('Expected a path other than /v2: that one is for clients of registries.');
  return path;
}
