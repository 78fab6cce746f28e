import type { OptionSpec } from '../../answers/options.ts';
import { UsageError } from '../../errors.ts';

/** How each request is told: on a line for people, as a JSON object a line, or not. */
export type LogForm = 'line' | 'json' | 'none';

const LOG_FORMS: readonly LogForm[] = ['line', 'json', 'none'];

/** Who may ask a service, for what, and what is told of it. */
export interface GuardOptions {
  /** The address or name that the service listens on. */
  readonly host: string;
  /** What stands before every path but those below /v2/: '' or '/stowage'. */
  readonly basePath: string;
  /** The file of users and bcrypt hashes. */
  readonly htpasswd?: string;
  /** The file of tokens. */
  readonly tokenFile?: string;
  /** Names under which a service that nobody logs in to may be asked. */
  readonly allowHost: readonly string[];
  /** Lets anybody read /metrics. */
  readonly openMetrics: boolean;
  readonly log: LogForm;
}

/** The options of `stowage serve` that this room knows of. */
export const GUARD_OPTIONS = {
  htpasswd: {
    flags: '--htpasswd <file>',
    description:
      "users who may ask, as 'htpasswd -B' writes them: the registry's own file will do; read again when it changes",
  },
  tokenFile: {
    flags: '--token-file <file>',
    description:
      'tokens that may ask, one a line, as Bearer or as the password of any user; read again when it changes',
  },
  allowHost: {
    flags: '--allow-host <name>',
    description:
      'a host name to answer to where nobody logs in, besides localhost and IP addresses (repeatable)',
    default: [],
    isRepeatable: true,
  },
  openMetrics: { flags: '--open-metrics', description: '/metrics needs no login' },
  log: {
    flags: '--log <form>',
    description: 'each request as a line, as JSON, or not at all',
    choices: LOG_FORMS,
    default: 'line',
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** True for an address that only this machine reaches. A name other than localhost may lead anywhere. */
export function isLoopback(host: string): boolean {
  const name = plainAddress(host);
  return name === 'localhost' || name === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

function plainAddress(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
}

/**
 * Refuses what would let strangers in.
 * @throws UsageError for an address that others reach where nobody has to log in.
 */
export function assertGuarded({ host, htpasswd, tokenFile }: GuardOptions): void {
  if (isLoopback(host) || htpasswd !== undefined || tokenFile !== undefined) return;
  throw new UsageError(
    `--host ${host}: whoever reaches this machine could read all images. Add --htpasswd <file> or --token-file <file>, or listen on 127.0.0.1.`,
  );
}

/** The names of `--allow-host`, as browsers write them. @throws UsageError for what is no name of a host. */
export function allowedNames(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(allowedName));
}

function allowedName(text: string): string {
  const url = `http://${text}/`;
  if (!URL.canParse(url) || /[:/@?#*\\]/.test(text))
    throw new UsageError(
      `--allow-host ${text}: expected the name of a host, without scheme and port, as in stowage.example.com.`,
    );
  return new URL(url).hostname.replace(/\.$/, '');
}
