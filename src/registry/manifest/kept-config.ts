import { isDigestHex } from '../digest.ts';
import { createdIn, diffIdsIn, historyIn, platformIn } from './image-config.ts';
import { asObject, type JsonObject, parseObject, textIn } from './plain-json.ts';

/** What an inventory keeps of an image's config: bounded, because anybody may have written it. */
export interface KeptConfig {
  /** Microseconds since 1970; NaN where it says none. */
  readonly createdAt: number;
  /** Texts that it does not say, or that are longer than {@link MAX_TEXT}, are empty. */
  readonly platform: string;
  readonly labels: Readonly<Record<KeptLabel, string>>;
  /** The raw sha256 of each layer before it was compressed, one behind the other; undefined where they are not known. */
  readonly diffIds: Uint8Array | undefined;
  /** The line that made each layer, cut after {@link MAX_LINE}; undefined where there are not as many as diff_ids. */
  readonly lines: readonly string[] | undefined;
}

/** The labels that are kept: `org.opencontainers.image.<key>`. */
type KeptLabel = 'source' | 'revision' | 'version' | 'vendor';

/** Longer ones name nothing (origin.ts has the same bound). */
const MAX_TEXT = 1024;
/** Of a history line. Longer ones are scripts; two that begin alike count as the same. */
const MAX_LINE = 4096;
/** No engine runs an image of more layers (overlayfs takes 500 at most, moby 127). */
const MAX_LAYERS = 1000;
const DIFF_ID_BYTES = 32;
const SHA256 = 'sha256:';

/** What is kept of a config; undefined where it is no JSON object. Never throws on bad input. */
export function readKeptConfig(content: Buffer): KeptConfig | undefined {
  const config = parseObject(content);
  if (config === undefined) return undefined;
  const diffIds = packDiffIds(diffIdsIn(config));
  return {
    createdAt: microsecondsOf(createdIn(config)),
    platform: bounded(platformIn(config)),
    labels: keptLabels(config),
    diffIds,
    lines: diffIds && linesOf(config, diffIds.length / DIFF_ID_BYTES),
  };
}

function keptLabels(config: JsonObject): Record<KeptLabel, string> {
  const labels = asObject(asObject(config['config'])?.['Labels']);
  const of = (key: KeptLabel) => bounded(textIn(labels, `org.opencontainers.image.${key}`));
  return { source: of('source'), revision: of('revision'), version: of('version'), vendor: of('vendor') };
}

function bounded(text = ''): string {
  return text.length > MAX_TEXT ? '' : text;
}

/** A time that no double holds exactly is none. */
function microsecondsOf(created = Number.NaN): number {
  const time = created * 1000;
  return Number.isSafeInteger(time) ? time : Number.NaN;
}

/** All or none: where one is missing nobody knows which layer the others are of. Nobody writes any but sha256. */
function packDiffIds(diffIds: readonly string[]): Uint8Array | undefined {
  if (diffIds.length === 0 || diffIds.length > MAX_LAYERS) return undefined;
  const packed = Buffer.alloc(diffIds.length * DIFF_ID_BYTES);
  for (const [at, text] of diffIds.entries()) {
    const hex = text.slice(SHA256.length);
    if (!text.startsWith(SHA256) || !isDigestHex('sha256', hex)) return undefined;
    packed.write(hex, at * DIFF_ID_BYTES, 'hex');
  }
  return packed;
}

function linesOf(config: JsonObject, count: number): readonly string[] | undefined {
  const history = historyIn(config);
  return history.length === count ? history.map((line) => line.slice(0, MAX_LINE)) : undefined;
}
