import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const RECORDED = fileURLToPath(new URL('../../fixtures/recorded', import.meta.url));

/** The registries whose collector was asked, alone and with `--delete-untagged`. */
type Engine = `${'2.8.2' | '3.0.0' | '3.1.1'}${'' | ':untagged'}`;

/** What a registry's `garbage-collect --dry-run` said. */
interface RecordedAnswer {
  aborts: boolean;
  error: string | null;
  marked: number | null;
  manifests_count: number | null;
  blobs: string[];
  /** `digest` in 2.x, `repository@digest` in 3.x. */
  manifests: string[];
  /** `repository@digest`. */
  layer_links: string[];
}

/** A volume and what real registries said of it. */
export interface RecordedCase {
  case: string;
  /** The registry's root directory. */
  dir: string;
  recorded: Record<Engine, RecordedAnswer>;
}

/** What a registry did when manifests and tags were deleted through its API, and what a collection then took. */
interface RecordedDeletion {
  case: string;
  registry: '2.8.2' | '3.1.1';
  calls: ReadonlyArray<{ repository: string; digest?: string; tag?: string; status: number }>;
  /** As `repository:tag`, sorted. */
  tags_gone_by_calls: string[];
  blobs_gone: string[];
  bytes_gone: number;
  tags_after: string[];
  revisions_after: number;
}

/** Extracts the volumes in which something was deleted, and yields them with what each registry did. */
export function* recordedDeletions(
  into: string,
): Generator<{ case: string; dir: string; deletions: RecordedDeletion[] }> {
  extract('odd-volumes', into);
  const byCase = new Map<string, RecordedDeletion[]>();
  for (const deletion of readLines<RecordedDeletion>('deletes'))
    byCase.set(deletion.case, [...(byCase.get(deletion.case) ?? []), deletion]);
  for (const [name, deletions] of byCase) yield { case: name, dir: path.join(into, name), deletions };
}

/** Extracts the 151 recorded volumes into a directory, modification times kept, and yields them one by one. */
export function* recordedCases(into: string): Generator<RecordedCase> {
  for (const archive of ['real-2.8.2', 'odd-volumes']) {
    extract(archive, into);
    for (const { case: name, engines } of readLines<{ case: string; engines: RecordedCase['recorded'] }>(
      archive,
    ))
      yield { case: name, dir: path.join(into, name), recorded: engines };
  }
}

/** What the live registry of the case `2.8.2` answered to `_catalog` and `tags/list`. */
export function recordedCatalog(): { catalog: string[]; tags: Record<string, string[]> } {
  return JSON.parse(fs.readFileSync(path.join(RECORDED, 'real-2.8.2.catalog.json'), 'utf8'));
}

function extract(archive: string, into: string): void {
  execFileSync('tar', ['-xzf', path.join(RECORDED, `${archive}.tar.gz`), '-C', into]);
}

function readLines<Line>(name: string): Line[] {
  const lines = fs
    .readFileSync(path.join(RECORDED, `${name}.recorded.ndjson`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}
