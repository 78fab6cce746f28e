import { codeOfFaults } from '../../gc/aborts/manifest-faults.ts';
import { withoutPanic } from '../../registry/manifest/manifest-decoding.ts';
import { type Finding, finding } from '../finding.ts';
import { findAffectedTags } from '../volume/affected-tags.ts';
import { dataPath } from '../volume/blob-paths.ts';
import type { CheckedVolume } from '../volume/checked-volume.ts';

interface FaultRow {
  readonly blob_id: number;
  readonly form: string;
  readonly fault_2x: string | null;
  readonly fault_3x: string | null;
}

/** Manifests that one family of registries does not read, or none. */
export function checkManifests(volume: CheckedVolume): Finding[] {
  const faulty = volume
    .rows<FaultRow>(FAULTS_SQL)
    .map((row) => ({ ...row, digest: volume.digestOf(row.blob_id) }));
  const tooLarge = volume.problems('manifest-too-large');
  const digests = [...faulty.map(({ digest }) => digest), ...tooLarge.flatMap(({ digest }) => digest ?? [])];
  const affected = findAffectedTags(volume, digests);
  const affectedBy = (digest: string) => ({ affects: (affected.get(digest) ?? []).map(({ tag }) => tag) });
  return [
    ...faulty.map((row) => {
      const { digest } = row;
      const id = codeOfFaults({ ...row, fault2x: row.fault_2x, fault3x: row.fault_3x });
      return finding(id, { path: dataPath(digest), digest }, describe(row), affectedBy(digest));
    }),
    ...tooLarge.map(({ path, digest }) => {
      const place = { path, digest: digest ?? undefined };
      return finding('manifest-too-large', place, 'The manifest has over 4 MiB.', affectedBy(digest ?? ''));
    }),
    ...volume.problems('manifest-not-utf8').map(({ path, digest }) => {
      const place = { path, digest: digest ?? undefined };
      return finding('manifest-not-utf8', place, 'The manifest holds bytes that are no UTF-8.');
    }),
  ];
}

/** One without bytes is told as an empty blob. */
const FAULTS_SQL = `SELECT blob_id, form, fault_2x, fault_3x FROM manifest JOIN blob ON blob.id = blob_id
  WHERE (fault_2x IS NOT NULL OR fault_3x IS NOT NULL) AND blob.bytes > 0`;

function describe({ form, fault_2x, fault_3x }: FaultRow): string {
  const fault = withoutPanic(fault_2x ?? fault_3x ?? '');
  if (form === 'schema1') return 'A schema 1 manifest: registry 3 reads it no more.';
  if (fault_2x === null) return `Registry 3 does not read the manifest: ${fault}.`;
  if (fault_3x === null) return `Registry 2 does not read the manifest: ${fault}.`;
  return `No registry reads the manifest: ${fault}.`;
}
