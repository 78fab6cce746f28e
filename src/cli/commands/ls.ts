import type { Command } from 'commander';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, REFERENCE_HELP, withCommonOptions } from '../options.ts';
import { complain } from '../terminal.ts';

/** `stowage ls [repository]` */
export function addLsCommand(program: Command): void {
  const command = program
    .command('ls')
    .description('the repositories, or the tags of one: what the registry itself would answer')
    .argument('[repository]', REFERENCE_HELP);
  withCommonOptions(command).action(async (repository: string | undefined, options: CommonOptions) => {
    await answerFrom('ls', options, async (inventory) => {
      const { listCatalog, listTags } = await import('../../analyze/catalog.ts');
      const { renderNames } = await import('../../render/text/names.ts');
      if (inventory.scan.is_complete === 0 && options.quiet !== true)
        complain('stowage: The scan did not read everything: there may be more.');
      if (repository === undefined) {
        const catalog = listCatalog(inventory);
        return { json: catalog, text: () => renderNames(catalog.repositories) };
      }
      const { noteOddities } = await import('../note-oddities.ts');
      noteOddities(inventory, [repository], options);
      const list = listTags(inventory, repository);
      return { json: list, text: () => renderNames(list.tags) };
    });
  });
}
