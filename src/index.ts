/** The library: everything the command line does, as functions. */

export { listRepositories, listTags, type TagList } from './analyze/catalog/catalog.ts';
export type { Name } from './analyze/names.ts';
export { findOrphans, type Orphan, type OrphanOptions, type Orphans } from './analyze/orphans.ts';
export { type Amount, type Overview, takeOverview } from './analyze/overview.ts';
export {
  type FoundManifest,
  type FoundReference,
  type FoundRepository,
  type FoundTag,
  findReference,
} from './analyze/reference/find-reference.ts';
export { type ScanSummary, summarizeScan } from './analyze/scan-summary.ts';
export { type AgeUsage, type UsageByAge, usageByAge } from './analyze/usage/by-age.ts';
export type { ImageGroupUsage } from './analyze/usage/by-image.ts';
export { type KindUsage, type UsageByKind, usageByKind } from './analyze/usage/by-kind.ts';
export {
  type NamespaceUsage,
  type UsageByNamespace,
  usageByNamespace,
} from './analyze/usage/by-namespace.ts';
export { type PlatformUsage, type UsageByPlatform, usageByPlatform } from './analyze/usage/by-platform.ts';
export { type RepositoryUsage, type Usage, usage } from './analyze/usage/by-repository.ts';
export { type SourceUsage, type UsageBySource, usageBySource } from './analyze/usage/by-source.ts';
export { type TagUsage, type UsageByTag, usageByTag } from './analyze/usage/by-tag.ts';
export { type ManifestUsage, type UsageOfManifest, usageOfManifest } from './analyze/usage/of-manifest.ts';
export type { Totals } from './analyze/usage/totals.ts';
export { ask } from './answers/ask.ts';
export type { CheckJson, CheckOptions } from './answers/check.ts';
export type { DiffJson, DiffOptions } from './answers/diff.ts';
export type { DuplicatesJson } from './answers/duplicates.ts';
export { EXIT_CODES, exitCodeOf } from './answers/exit-codes.ts';
export type { ExportJson, ExportQuestionOptions } from './answers/export.ts';
export type { GcJson, GcQuestionOptions } from './answers/gc.ts';
export type { HistoryJson, HistoryOptions } from './answers/history.ts';
export type { InspectJson, InspectQuestionOptions } from './answers/inspect.ts';
export type { LeftoversJson, LeftoversOptions } from './answers/leftovers.ts';
export type { ListOptions, SortKey } from './answers/lists.ts';
export type { LsJson, LsOptions } from './answers/ls.ts';
export type { OrphansJson, OrphansOptions } from './answers/orphans.ts';
export type { PlanJson } from './answers/plan.ts';
export type { PlanQuestionOptions } from './answers/plan-options.ts';
export type { ReconcileJson, ReconcileQuestionOptions } from './answers/reconcile.ts';
export type { ReportJson, ReportOptions } from './answers/report.ts';
export type { ScanJson } from './answers/scan.ts';
export type { SqlJson, SqlOptions } from './answers/sql.ts';
export type { UsageBy } from './answers/usage/add-up.ts';
export type { UsageJson, UsageOptions } from './answers/usage.ts';
export type { VerifyJson, VerifyQuestionOptions } from './answers/verify.ts';
export type { WhereJson, WhereOptions } from './answers/where.ts';
export type { FindingId } from './check/catalogue.ts';
export { type FindingOptions, type Findings, findFindings } from './check/find-findings.ts';
export type { Confidence, Finding } from './check/finding.ts';
export type { Severity } from './check/severity.ts';
export { InventoryError, LockedError, UsageError, VolumeError, WriteError } from './errors.ts';
export type { Abort } from './gc/aborts/abort.ts';
export type { Casualty } from './gc/harm/casualties.ts';
export type { Loss } from './gc/harm/losses.ts';
export { type GcOptions, type GcPrediction, predictCollection } from './gc/predict.ts';
export { familyOf, type RegistryFamily } from './gc/registry-version.ts';
export { type ExactBytes, readExactBytes } from './inspect/exact-bytes.ts';
export type { InspectOptions } from './inspect/inspect.ts';
export type { Unread } from './inspect/inspection.ts';
export type { BlobState } from './inventory/format/schema.ts';
export { type Inventory, openInventory, type ScanRow } from './inventory/read/reader.ts';
export {
  findLeftovers,
  type LeftoverKindSum,
  type LeftoverOptions,
  type LeftoverSum,
  type Leftovers,
} from './leftovers/find-leftovers.ts';
export type { Danger, LeftoverKind, Remover } from './leftovers/kinds.ts';
export type { Leftover } from './leftovers/leftover.ts';
export type { ListSource } from './reconcile/list/read-list.ts';
export type { OddLine, StatusCount } from './reconcile/matching.ts';
export {
  type ReadRows,
  type ReconcileOptions,
  type Reconciliation,
  reconcile,
  type SizeMismatch,
} from './reconcile/reconcile.ts';
export type { AgeAmount, BlobAmount, RepositoryAmount, Unknown } from './reconcile/unknown.ts';
export {
  type ScanProgress,
  type TakeInventoryOptions,
  type TakenInventory,
  takeInventory,
} from './take-inventory.ts';
export type { Mismatch, NotedBlob, TransientError, UnreadableBlob } from './verify/findings.ts';
export {
  type Verification,
  type VerifyOptions,
  type VerifyProgress,
  verifyBlobs,
} from './verify/verify-blobs.ts';
export { findUsualVolumes, findVolumes } from './volume/find-volumes.ts';
