import type { Command } from 'commander';
import { reportQuestion } from '../../answers/report.ts';
import { UsageError } from '../../errors.ts';
import { answerFrom, complainOf } from '../answer.ts';
import {
  type CommonOptions,
  type ScanCommandOptions,
  withQuestionOptions,
  withScanOptions,
} from '../options.ts';

type ReportCommandOptions = CommonOptions & ScanCommandOptions & { readonly html?: string };

/** `stowage report [volume]` */
export function declareReport(command: Command): void {
  command.argument('[volume]', 'a volume to scan first');
  withScanOptions(
    withQuestionOptions(command, reportQuestion).option(
      '--html <file>',
      'write a page for a browser, in one file that needs nothing else; - is stdout',
    ),
  ).action(async (volume: string | undefined, options: ReportCommandOptions) => {
    if (options.html !== undefined && options.json === true)
      throw new UsageError('--html and --json both say what to make: leave one of them out.');
    if (volume !== undefined) {
      const { scanVolume } = await import('../scan-volume.ts');
      await scanVolume(volume, options);
    }
    await answerFrom(reportQuestion, {}, { ...options, isSilent: options.html !== undefined });
    if (options.html !== undefined) await writeReport(options.html, options);
  });
}

async function writeReport(target: string, options: CommonOptions): Promise<void> {
  const [{ openInventory }, { STDOUT, writePage }, { formatBytes }] = await Promise.all([
    import('../../inventory/read/reader.ts'),
    import('../write-page.ts'),
    import('../../render/format.ts'),
  ]);
  const inventory = openInventory(options.db);
  try {
    const bytes = await writePage(inventory, target);
    if (target !== STDOUT) complainOf([`Wrote ${target}: ${formatBytes(bytes)}.`], options);
  } finally {
    inventory.close();
  }
}
