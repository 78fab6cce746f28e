import type { Command } from 'commander';
import { scanQuestion } from '../../answers/scan.ts';
import { answerFrom } from '../answer.ts';
import {
  type CommonOptions,
  type ScanCommandOptions,
  withQuestionOptions,
  withScanOptions,
} from '../options.ts';

/** `stowage scan [volume]` */
export function declareScan(command: Command): void {
  command.argument(
    '[volume]',
    "the registry's root directory, its docker/registry/v2, or a directory above one",
  );
  withScanOptions(withQuestionOptions(command, scanQuestion)).action(
    async (volume: string | undefined, options: CommonOptions & ScanCommandOptions) => {
      const { listVolumes, scanVolume } = await import('../scan-volume.ts');
      if (volume === undefined) return listVolumes(options);
      await scanVolume(volume, options);
      const isSilent = options.quiet === true && options.json !== true;
      await answerFrom(scanQuestion, {}, { ...options, isSilent });
    },
  );
}
