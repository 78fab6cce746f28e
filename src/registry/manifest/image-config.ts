import { parseRfc3339 } from '../rfc3339.ts';
import { asObject, itemsIn, type JsonObject, parseObject, textIn, textsIn } from './plain-json.ts';

/** What the config of an image says (OCI image spec 1.1, config.md); what has another type than there is left out. */
export interface ImageConfig {
  /** ISO 8601 in UTC; absent where it says none, or the year 1, which is Go's for none. */
  readonly created?: string;
  /** `os/architecture[/variant]` */
  readonly platform?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The commands that made the layers, one each in their order; empty for a layer of which none is known. */
  readonly history: readonly string[];
}

/** Larger configs are refused by clients, and not read here (containers/image, internal/iolimits). */
export const MAX_CONFIG_BYTES = 4 * 1024 * 1024;

/** Reads a config; undefined where it is no JSON object. Never throws on bad input. */
export function readImageConfig(content: Buffer): ImageConfig | undefined {
  const config = parseObject(content);
  if (config === undefined) return undefined;
  const created = createdIn(config);
  const platform = platformIn(config);
  return {
    ...(created !== undefined && { created: new Date(created).toISOString() }),
    ...(platform !== '' && { platform }),
    labels: textsIn(asObject(config['config']), 'Labels'),
    history: historyIn(config),
  };
}

/** The year 1, which is Go's for no time, lies before. */
const YEAR_2 = Date.parse('0002-01-01T00:00:00Z');

/** When an image was made, in milliseconds since 1970; undefined where its config says none. */
export function createdIn(config: JsonObject): number | undefined {
  const time = parseRfc3339(textIn(config, 'created') ?? '');
  return time !== undefined && time >= YEAR_2 ? time : undefined;
}

/** `os/architecture[/variant]`, what of it is said. */
export function platformIn(config: JsonObject): string {
  const [os, architecture, variant] = PLATFORM.map((part) => textIn(config, part));
  return [os, architecture, variant].filter((part) => part !== undefined).join('/');
}

const PLATFORM = ['os', 'architecture', 'variant'];

/** The commands that made the layers: steps of a history that made none are left out. */
export function historyIn(config: JsonObject): string[] {
  const lines: string[] = [];
  for (const item of itemsIn(config, 'history')) {
    const step = asObject(item);
    if (step?.['empty_layer'] !== true) lines.push(textIn(step, 'created_by') ?? '');
  }
  return lines;
}

/** The digests of what the layers hold, as written. */
export function diffIdsIn(config: JsonObject): string[] {
  return itemsIn(asObject(config['rootfs']), 'diff_ids').map((id) => (typeof id === 'string' ? id : ''));
}
