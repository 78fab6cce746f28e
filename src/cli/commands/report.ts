import type { Command } from 'commander';
import { reportQuestion } from '../../answers/report.ts';
import { answerFrom } from '../answer.ts';
import {
  type CommonOptions,
  type ScanCommandOptions,
  withQuestionOptions,
  withScanOptions,
} from '../options.ts';

/** `stowage report [volume]` */
export function declareReport(command: Command): void {
  command.argument('[volume]', 'a volume to scan first');
  withScanOptions(withQuestionOptions(command, reportQuestion)).action(
    async (volume: string | undefined, options: CommonOptions & ScanCommandOptions) => {
      if (volume !== undefined) {
        const { scanVolume } = await import('../scan-volume.ts');
        await scanVolume(volume, options);
      }
      await answerFrom(reportQuestion, {}, options);
    },
  );
}
