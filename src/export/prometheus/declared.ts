/** What is told of a volume: what it is, and by what it is told apart. */
export interface DeclaredMetric {
  readonly help: string;
  readonly labels?: readonly string[];
}

/**
 * The metrics of a volume: gauges all of them. The names are for dashboards and alerts and do not change; they follow
 * https://prometheus.io/docs/practices/naming/. node_exporter wants the same help in every file.
 */
export const METRICS = {
  stowage_volume_bytes: {
    help: 'Bytes of the files of the volume by part: blobs that are tagged, untagged or unreferenced, uploads, and all other files.',
    labels: ['part'],
  },
  stowage_volume_blobs: { help: 'Blobs on the disk by state.', labels: ['state'] },
  stowage_repositories: { help: 'Repositories of the volume.' },
  stowage_repository_bytes: {
    help: 'Bytes of all blobs that the tags and revisions of a repository lead to.',
    labels: ['repository'],
  },
  stowage_repository_unique_bytes: {
    help: 'Bytes that deleting a repository and collecting would free.',
    labels: ['repository'],
  },
  stowage_repository_untagged_bytes: {
    help: 'Bytes of blobs of a repository that only its untagged manifests lead to.',
    labels: ['repository'],
  },
  stowage_repository_upload_bytes: {
    help: 'Bytes of unfinished uploads of a repository.',
    labels: ['repository'],
  },
  stowage_repository_tags: { help: 'Tags of a repository.', labels: ['repository'] },
  stowage_repository_other_bytes: {
    help: 'Sum of stowage_repository_bytes of the repositories that are left out.',
  },
  stowage_repositories_omitted: { help: 'Repositories that are left out, because others are larger.' },
  stowage_namespace_bytes: {
    help: 'Bytes of all blobs that the repositories of a namespace lead to, each once; empty for repositories without one.',
    labels: ['namespace'],
  },
  stowage_findings: {
    help: 'Findings of stowage check. A finding on which a collection would end is corruption, whatever it is else.',
    labels: ['id', 'severity'],
  },
  stowage_collectable_bytes: {
    help: 'Bytes that the garbage-collect of a family of registries would free, without --delete-untagged; if it would end early, what it would free otherwise.',
    labels: ['family'],
  },
  stowage_scan_timestamp_seconds: { help: 'When the scan began, in seconds since 1970.' },
  stowage_scan_duration_seconds: { help: 'How long the scan took.' },
  stowage_scan_complete: { help: '1 if the scan could read everything, else 0.' },
  stowage_inventory_undetermined: {
    help: '1 if what seems untagged or unreferenced may be in use all the same, else 0.',
  },
  stowage_filesystem_size_bytes: { help: 'Size of the file system that holds the blobs, at the scan.' },
  stowage_filesystem_avail_bytes: {
    help: 'What ordinary users could still write to the file system that holds the blobs, at the scan.',
  },
  stowage_build_info: { help: 'The version of stowage that tells all this.', labels: ['version'] },
} as const satisfies Readonly<Record<string, DeclaredMetric>>;

export type MetricName = keyof typeof METRICS;

/** One value of a metric. */
export interface Sample {
  readonly metric: MetricName;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}
