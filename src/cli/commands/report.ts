import type { Command } from 'commander';
import { answerFrom } from '../answer.ts';
import {
  type CommonOptions,
  parseCount,
  type ScanCommandOptions,
  withCommonOptions,
  withScanOptions,
} from '../options.ts';
import { scanVolume } from '../scan-volume.ts';

/** Up to so many blobs, the collectors take a tenth of a second at most. */
const COLLECTION_LIMIT = 100_000;

/** `stowage report [volume]` */
export function addReportCommand(program: Command): void {
  const command = program
    .command('report')
    .description('the overview: what fills the volume, and what could go')
    .argument('[volume]', 'a volume to scan first')
    .option('--limit <n>', 'how many of the largest repositories to name', parseCount, 10);
  withScanOptions(withCommonOptions(command)).action(
    async (volume: string | undefined, options: CommonOptions & ScanCommandOptions & { limit: number }) => {
      if (volume !== undefined) await scanVolume(volume, options);
      await answerFrom('report', options, async (inventory) => {
        // At once, so that one is read from the disk while another is compiled.
        const [{ takeOverview }, { findFindings }, { kindsOf }, { renderOverview }] = await Promise.all([
          import('../../analyze/overview.ts'),
          import('../../check/find-findings.ts'),
          import('../../check/finding-kinds.ts'),
          import('../../render/text/overview.ts'),
        ]);
        const overview = takeOverview(inventory, { limit: options.limit });
        const found = findFindings(inventory, { collectionLimit: COLLECTION_LIMIT });
        const findings = kindsOf(found.findings);
        const { collectionUnasked } = found;
        return {
          json: { ...overview, findings, ...(collectionUnasked && { collectionUnasked }) },
          text: (style) => renderOverview(overview, { findings, collectionUnasked }, style),
        };
      });
    },
  );
}
