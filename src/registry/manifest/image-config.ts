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
  /** The digests of the layers' content before it was compressed, in their order, as written: they need be no digests. */
  readonly diffIds: readonly string[];
}

/** Larger configs are refused by clients, and not read here (containers/image, internal/iolimits). */
export const MAX_CONFIG_BYTES = 4 * 1024 * 1024;

/** Reads a config; undefined where it is no JSON object. Never throws on bad input. */
export function readImageConfig(content: Buffer): ImageConfig | undefined {
  const config = parseObject(content);
  if (config === undefined) return undefined;
  const created = createdAt(config);
  const platform = ['os', 'architecture', 'variant'].flatMap((part) => textIn(config, part) ?? []).join('/');
  return {
    ...(created !== undefined && { created }),
    ...(platform !== '' && { platform }),
    labels: textsIn(asObject(config['config']), 'Labels'),
    history: itemsIn(config, 'history')
      .map(asObject)
      .filter((step) => step?.['empty_layer'] !== true)
      .map((step) => textIn(step, 'created_by') ?? ''),
    diffIds: itemsIn(asObject(config['rootfs']), 'diff_ids').map((id) => (typeof id === 'string' ? id : '')),
  };
}

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

function createdAt(config: JsonObject): string | undefined {
  const text = textIn(config, 'created') ?? '';
  const time = RFC3339.test(text) ? new Date(text) : undefined;
  if (time === undefined || Number.isNaN(time.getTime()) || time.getUTCFullYear() <= 1) return undefined;
  return time.toISOString();
}
