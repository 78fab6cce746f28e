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
        const { takeOverview } = await import('../../analyze/overview.ts');
        const { renderOverview } = await import('../../render/overview-text.ts');
        const overview = takeOverview(inventory, { limit: options.limit });
        return { json: overview, text: (style) => renderOverview(overview, style) };
      });
    },
  );
}
