import { createHash } from 'node:crypto';
import type { Digest } from '../../registry/digest.ts';
import { type DigestList, DigestListWriter } from '../../registry/digest-list.ts';
import type { KeptConfig } from '../../registry/manifest/kept-config.ts';
import type { ConfigFault, ConfigsFact } from '../told/configs.ts';
import { NumberColumn, TextColumn } from './columns.ts';

/** Rows of a {@link ConfigsFact}. */
export class ConfigRows {
  readonly #texts = new TextColumn();
  readonly #lineTexts = new TextColumn();
  readonly #digests = new DigestListWriter();
  readonly #diffIds: Uint8Array[] = [];
  readonly #columns = {
    createdAt: new NumberColumn(),
    platforms: new NumberColumn(),
    sources: new NumberColumn(),
    revisions: new NumberColumn(),
    versions: new NumberColumn(),
    vendors: new NumberColumn(),
    faults: new NumberColumn(),
    diffIdCounts: new NumberColumn(),
    haveLines: new NumberColumn(),
    lines: new NumberColumn(),
  };

  get count(): number {
    return this.#digests.count;
  }

  /** Takes a config, or why nothing is known of it. */
  push(digest: Digest, config: KeptConfig | ConfigFault): void {
    if (typeof config === 'string') return this.#push(digest, NOTHING, config);
    this.#push(digest, config, '');
  }

  #push(digest: Digest, { createdAt, platform, labels, diffIds, lines }: KeptConfig, fault: string): void {
    const columns = this.#columns;
    const text = (value: string) => this.#texts.indexOf(value);
    this.#digests.append(digest);
    columns.createdAt.push(createdAt);
    columns.platforms.push(text(platform));
    columns.sources.push(text(labels.source));
    columns.revisions.push(text(labels.revision));
    columns.versions.push(text(labels.version));
    columns.vendors.push(text(labels.vendor));
    columns.faults.push(text(fault));
    columns.diffIdCounts.push((diffIds?.length ?? 0) / 32);
    if (diffIds !== undefined) this.#diffIds.push(diffIds);
    columns.haveLines.push(lines === undefined ? 0 : 1);
    for (const line of lines ?? []) columns.lines.push(this.#lineTexts.indexOf(line));
  }

  finish(): ConfigsFact {
    const columns = this.#columns;
    return {
      fact: 'configs',
      digests: this.#digests.finish(),
      texts: this.#texts.texts,
      createdAt: columns.createdAt.toFloat64(),
      platforms: columns.platforms.toInt32(),
      sources: columns.sources.toInt32(),
      revisions: columns.revisions.toInt32(),
      versions: columns.versions.toInt32(),
      vendors: columns.vendors.toInt32(),
      faults: columns.faults.toInt32(),
      diffIdCounts: columns.diffIdCounts.toUint32(),
      diffIds: joined(this.#diffIds),
      haveLines: Uint8Array.from(columns.haveLines.toInt32()),
      lines: columns.lines.toInt32(),
      lineTexts: this.#lineTexts.texts,
      lineDigests: digestsOf(this.#lineTexts.texts),
    };
  }
}

const NOTHING: KeptConfig = {
  createdAt: Number.NaN,
  platform: '',
  labels: { source: '', revision: '', version: '', vendor: '' },
  diffIds: undefined,
  lines: undefined,
};

/** In a buffer of its own, which can be transferred. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function digestsOf(texts: readonly string[]): DigestList {
  const writer = new DigestListWriter();
  for (const text of texts) writer.appendRaw(createHash('sha256').update(text).digest());
  return writer.finish();
}
