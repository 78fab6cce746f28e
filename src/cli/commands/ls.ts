import type { Command } from 'commander';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';

/** `stowage ls [repository]` */
export function addLsCommand(program: Command): void {
  const command = program
    .command('ls')
    .description('the repositories, or the tags of one: what the registry itself would answer')
    .argument('[repository]', 'as people write it: team/app, reg.example.com:5000/team/app:tag');
  withCommonOptions(command).action(async (repository: string | undefined, options: CommonOptions) => {
    await answerFrom('ls', options, async (inventory) => {
      const { listCatalog, listTags } = await import('../../analyze/catalog.ts');
      const { renderNames } = await import('../../render/names-text.ts');
      if (repository === undefined) {
        const catalog = listCatalog(inventory);
        return { json: catalog, text: () => renderNames(catalog.repositories) };
      }
      const list = listTags(inventory, repository);
      return { json: list, text: () => renderNames(list.tags) };
    });
  });
}
