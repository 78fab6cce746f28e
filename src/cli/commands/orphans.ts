import type { Command } from 'commander';
import { orphansQuestion } from '../../answers/orphans.ts';
import { UsageError } from '../../errors.ts';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, VOLUME_OPTION, withQuestionOptions } from '../options.ts';

interface OrphansCommandOptions extends CommonOptions {
  readonly manifests?: true;
  readonly volume?: string;
}

/** `stowage orphans` */
export function declareOrphans(command: Command): void {
  command.option(...VOLUME_OPTION);
  withQuestionOptions(command, orphansQuestion).action(async (options: OrphansCommandOptions) => {
    const { volume, manifests } = options;
    if (volume === undefined) return answerFrom(orphansQuestion, {}, options);
    if (manifests !== true) throw new UsageError('Nothing is read of the volume without --manifests.');
    const { placeOf } = await import('../scan-volume.ts');
    return answerFrom(orphansQuestion, await placeOf(volume), options);
  });
}
