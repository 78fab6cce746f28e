import * as fs from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { historyPath } from '../../src/inventory/beside/history-file.ts';
import { dbOf, eventsOf, linesOf, scan } from '../support/recorded-history.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
let volume: VolumeBuilder;
let db: string;
let names: Record<string, string>;
const push = (repository: string, tag: string, layer: string, time: string) => {
  volume
    .at(time)
    .repository(repository)
    .image({ tag, label: layer, layers: ['base', layer] });
  names[layer] = volume.repository(repository).digest;
};
const again = (options = {}) => scan(volume.dir, options);
const SCANS = 'SELECT number, begins, is_whole, knows_turnover FROM scan ORDER BY number';
const ACCOUNTS = `SELECT scan, repository, is_there, tags, revisions FROM accounts ORDER BY scan, repository`;

beforeEach(async () => {
  volume = aVolume(`${dir()}/volume`);
  db = dbOf(volume.dir);
  names = {};
  push('app', '1', 'one', '2026-01-01T00:00:00Z');
  push('app', 'latest', 'one', '2026-01-01T00:00:01Z');
  push('tool', '1', 'tool', '2026-01-01T00:00:02Z');
  await again();
});

describe('a record', () => {
  it('of the first scan has totals and accounts, and nothing that happened', () => {
    expect(linesOf(db, SCANS)).toEqual(['1|first|1|0']);
    expect(linesOf(db, ACCOUNTS)).toEqual(['1|app|1|2|1', '1|tool|1|1|1']);
    expect(eventsOf(db, 1)).toEqual([]);
  });

  it('says what was pushed, moved and removed', async () => {
    push('app', '2', 'two', '2026-01-02T00:00:00Z');
    push('app', 'latest', 'two', '2026-01-02T00:00:01Z');
    push('new', '1', 'three', '2026-01-02T00:00:02Z');
    volume.remove(`${REPOSITORIES}/tool`);
    volume.repository('app').deleteTag('1');
    await again();
    expect(linesOf(db, SCANS).slice(1)).toEqual(['2|-|1|1']);
    expect(eventsOf(db, 2, names)).toEqual([
      'repository-appeared|new',
      'repository-went|tool',
      'tag-removed|app|1|one',
      'tag-removed|tool|1|tool',
      'tag-pushed|app|2||two',
      'tag-moved|app|latest|one|two',
      'tag-pushed|new|1||three',
    ]);
    expect(linesOf(db, ACCOUNTS).slice(2)).toEqual(['2|app|1|2|2', '2|new|1|1|1', '2|tool|0|0|0']);
    const at = "SELECT at FROM events WHERE kind = 'repository-appeared' OR tag = 'latest' ORDER BY at";
    expect(linesOf(db, at)).toEqual(['2026-01-02T00:00:01Z', '2026-01-02T00:00:02Z']);
  });

  it('tells what a tag pointed to in between, as its own history has it', async () => {
    for (const [index, layer] of ['two', 'three', 'four'].entries())
      push('app', 'latest', layer, `2026-01-02T00:00:0${index}Z`);
    await again();
    expect(eventsOf(db, 2, names)).toEqual(['tag-moved|app|latest|one|four|["two","three"]']);
  });

  it('counts what came and went by repository', async () => {
    push('app', '2', 'two', '2026-01-02T00:00:00Z');
    const gone = names['tool'] as string;
    const [bytes] = linesOf(db, "SELECT bytes FROM accounts WHERE repository = 'tool'");
    volume.remove(blobPath(gone));
    await again();
    const counts = `SELECT name, manifests_came, manifests_went, blobs_came, blobs_went, blob_bytes_went FROM turnover
      JOIN repository ON id = repository_id ORDER BY name`;
    // Its manifest is gone, and with it what that led to.
    expect(linesOf(db, counts)).toEqual(['app|1|0|3|0|0', `tool|0|0|0|4|${bytes}`]);
    expect(eventsOf(db, 2, names)).toContain('finding-began image-manifest-missing|tool|1');
  });

  it('says what went though a manifest does not parse, which hides no tag', async () => {
    volume.writeFileAt(blobPath(names['one'] as string), 'no manifest');
    volume.remove(`${REPOSITORIES}/tool`);
    volume.repository('app').deleteTag('1');
    await again();
    expect(linesOf(db, 'SELECT is_undetermined, is_sound, is_whole FROM scan')).toEqual(['0|1|1', '1|1|1']);
    expect(eventsOf(db, 2, names).filter((event) => !event.startsWith('finding-'))).toEqual([
      'repository-went|tool',
      'tag-removed|app|1|one',
      'tag-removed|tool|1|tool',
    ]);
  });

  it.each([
    ['leads out of the volume and is not followed', '../../../../../outside', false],
    ['leads nowhere', 'nowhere', true],
  ])('says of nothing that it went where a symlink that %s may hide it', async (_, target, follow) => {
    volume.makeDirectory('../outside');
    volume.remove(`${REPOSITORIES}/tool`).symlink(`${REPOSITORIES}/tool`, target);
    volume.repository('app').deleteTag('1');
    await again({ follow });
    expect(linesOf(db, 'SELECT is_sound, is_whole FROM scan WHERE number = 2')).toEqual(['0|0']);
    expect(eventsOf(db, 2)).toEqual([]);
    volume.remove(`${REPOSITORIES}/tool`);
    await again();
    expect(eventsOf(db, 3, names)).toEqual([
      'repository-went|tool',
      'tag-removed|app|1|one',
      'tag-removed|tool|1|tool',
    ]);
  });

  it('of an unchanged volume has its totals and nothing else', async () => {
    await again();
    await again({ full: true });
    expect(linesOf(db, SCANS)).toEqual(['1|first|1|0', '2|-|1|1', '3|-|1|1']);
    expect(linesOf(db, ACCOUNTS)).toHaveLength(2);
    expect([...eventsOf(db, 2), ...eventsOf(db, 3)]).toEqual([]);
  });

  it('stays where the inventory is removed, and the next scan is compared with it', async () => {
    fs.rmSync(db);
    push('app', '2', 'two', '2026-01-02T00:00:00Z');
    await again();
    expect(eventsOf(db, 2, names)).toEqual(['tag-pushed|app|2||two']);
    expect(linesOf(db, SCANS)).toEqual(['1|first|1|0', '2|-|1|0']);
  });

  it('of the last inventory is added where the history is gone', async () => {
    fs.rmSync(historyPath(db));
    push('app', '2', 'two', '2026-01-02T00:00:00Z');
    await again();
    expect(linesOf(db, SCANS)).toEqual(['1|first|1|0', '2|-|1|1']);
    expect(eventsOf(db, 2, names)).toEqual(['tag-pushed|app|2||two']);
  });
});
