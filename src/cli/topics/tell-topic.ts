import { UsageError } from '../../errors.ts';
import { COMMANDS } from '../commands.ts';
import { print } from '../terminal.ts';
import { TOPICS } from './topics.ts';

/**
 * `stowage help <topic>`
 * @throws UsageError with what is near, where there is no such topic.
 */
export async function tellTopic(name: string): Promise<void> {
  const topic = Object.hasOwn(TOPICS, name) ? TOPICS[name] : undefined;
  if (topic !== undefined) return void print(await topic.load());
  const { nearNames } = await import('../../analyze/reference/near-names.ts');
  const near = nearNames(name, [...Object.keys(COMMANDS), ...Object.keys(TOPICS)]);
  const meant =
    near.length === 0 ? `topics: ${Object.keys(TOPICS).join(', ')}` : `near it: ${near.join(', ')}`;
  throw new UsageError(`There is no command or topic '${name}'; ${meant}. 'stowage --help' lists them.`);
}
