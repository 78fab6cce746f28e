import type { Command } from 'commander';
import { VolumeError } from '../../errors.ts';
import { escapeText } from '../../render/escape.ts';
import { answerFrom } from '../answer.ts';
import {
  type CommonOptions,
  type ScanCommandOptions,
  withCommonOptions,
  withScanOptions,
} from '../options.ts';
import { scanVolume } from '../scan-volume.ts';
import { complain, print } from '../terminal.ts';

/** `stowage scan [volume]` */
export function addScanCommand(program: Command): void {
  const command = program
    .command('scan')
    .description(
      'read a volume into the inventory; without a volume, list those found where registries keep theirs',
    )
    .argument('[volume]', "the registry's root directory, its docker/registry/v2, or a directory above one");
  withScanOptions(withCommonOptions(command)).action(
    async (volume: string | undefined, options: CommonOptions & ScanCommandOptions) => {
      if (volume === undefined) return listVolumes(options);
      await scanVolume(volume, options);
      await answerFrom('scan', options, async (inventory) => {
        const { summarizeScan } = await import('../../analyze/scan-summary.ts');
        const { renderScan } = await import('../../render/text/scan.ts');
        const { certaintyOf, trustIn } = await import('../../analyze/trust/trust.ts');
        const summary = summarizeScan(inventory);
        const certainty = certaintyOf(trustIn(inventory), true);
        return {
          json: certainty.undetermined ? { ...summary, ...certainty } : summary,
          text: (style) => (options.quiet === true ? '' : renderScan({ ...summary, ...certainty }, style)),
        };
      });
    },
  );
}

async function listVolumes(options: CommonOptions): Promise<void> {
  const { findInUsualPlaces } = await import('../../volume/find-volumes.ts');
  const { unreadLine, volumeLines } = await import('../../render/text/volumes.ts');
  const { volumes, unread } = findInUsualPlaces();
  const doubt = unreadLine(unread);
  if (doubt !== undefined && options.quiet !== true) complain(`stowage: ${doubt}`);
  if (volumes.length === 0) {
    throw new VolumeError(
      'No registry volume where registries keep theirs: name one, as in stowage scan /var/lib/registry.',
    );
  }
  const { renderJson } = await import('../../render/data/json.ts');
  if (options.json === true) print(renderJson('scan', { volumes, unread }));
  else
    print(
      volumeLines(volumes)
        .map((each) => `${escapeText(each)}\n`)
        .join(''),
    );
}
