import { openInventory } from '../../src/index.ts';
import { type Demonstration, withoutTimes } from './demonstration.ts';
import { replaceFenced } from './fences.ts';
import { errorTable, functionTable } from './from-library.ts';
import { metricTable } from './from-metrics.ts';
import { commandTable, exitCodeTable, findingTable, help, topicText } from './from-program.ts';
import { namedQueries } from './from-queries.ts';
import { arrows } from './from-rooms.ts';
import { historyTables, historyViews, inventoryTables, inventoryViews } from './from-schema.ts';
import { createStatements, exportedTables } from './from-tables.ts';
import { jsonExample } from './json-example.ts';

const BLOCK = /^(<!-- generated: (\S+)(?: ([^\n]*))? -->\n)(.*?)^(<!-- end -->)$/gms;
const PROGRAM = /(^```js\n(.*?)^```$[^`]*^```text\n)(.*?)(^```$)/ms;

/** What a block `<!-- generated: name rest -->` holds, by its name. */
const GENERATORS: Readonly<Record<string, (rest: string, demonstration: Demonstration) => string>> = {
  help,
  topic: topicText,
  commands: commandTable,
  'exit-codes': exitCodeTable,
  findings: findingTable,
  arrows,
  tables: inventoryTables,
  views: (_, { db }) => {
    const inventory = openInventory(db);
    const views = inventoryViews(inventory.database);
    inventory.close();
    return views;
  },
  'history-tables': historyTables,
  'history-views': historyViews,
  functions: functionTable,
  errors: errorTable,
  metrics: metricTable,
  'exported-tables': exportedTables,
  create: createStatements,
  json: jsonExample,
  queries: namedQueries,
};

/** A page with all that is generated in it made anew: marked blocks, transcripts of commands, the library's output. */
export function refresh(page: string, demonstration: Demonstration): string {
  const filled = page.replace(BLOCK, (_, start, name, rest, before, end) => {
    const generate = GENERATORS[name];
    if (generate === undefined) throw new Error(`Nothing generates '${name}'.`);
    return `${start}${keepIfSame(before, generate(rest ?? '', demonstration))}${end}`;
  });
  const shown = replaceFenced(filled, 'console', (content) => refreshConsole(content, demonstration));
  return shown.replace(PROGRAM, (_, start, source, output, end) => {
    return `${start}${keepIfSame(output, demonstration.runProgram(source))}${end}`;
  });
}

/** Runs the commands of a transcript again. */
function refreshConsole(content: string, demonstration: Demonstration): string {
  const commands = content.split(/^(?=\$ )/m);
  return commands
    .map((part) => {
      const command = /^\$ (.*)$/m.exec(part)?.[1] ?? '';
      const isLast = part === commands.at(-1);
      const output = `$ ${command}\n${demonstration.run(command)}${isLast ? '' : '\n'}`;
      return keepIfSame(part, output);
    })
    .join('');
}

/** Times alone are no reason to change a page. */
function keepIfSame(before: string, now: string): string {
  return withoutTimes(before) === withoutTimes(now) ? before : now;
}
