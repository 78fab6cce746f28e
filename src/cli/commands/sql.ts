import { type Command, Option } from 'commander';
import { type SqlAnswer, type SqlOptions, sqlQuestion } from '../../answers/sql.ts';
import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, withQuestionOptions } from '../options.ts';

interface SqlCommandOptions extends CommonOptions {
  readonly csv?: true;
  readonly ndjson?: true;
  readonly list?: true;
}

/** `stowage sql [statement]` */
export function declareSql(command: Command): void {
  command
    .argument('[statement]', 'one statement that reads, - for stdin, or the name of a query of ours')
    .option('--list', 'the queries of ours, with their parameters')
    .addOption(new Option('--csv', 'print CSV').conflicts(['json', 'ndjson']))
    .addOption(new Option('--ndjson', 'print one JSON object a line').conflicts(['json']));
  withQuestionOptions(command, sqlQuestion).action(sql);
}

async function sql(given: string | undefined, options: SqlCommandOptions): Promise<void> {
  if (options.list === true) {
    const { listQueries } = await import('../list-queries.ts');
    return listQueries(given, options);
  }
  if (given === undefined)
    throw new UsageError(
      "Expected a statement, such as 'SELECT * FROM repositories', - for stdin, or the name of a query that --list tells.",
    );
  const { readStatement } = await import('../read-statement.ts');
  const { watchSignals } = await import('../signals.ts');
  const statement = given === '-' ? await readStatement() : given;
  const interruption = watchSignals();
  const closed = new AbortController();
  // Whoever read the answer may close the pipe while the query works.
  process.once('exit', () => closed.abort());
  const signal = AbortSignal.any([interruption.signal, closed.signal]);
  try {
    await answerAs(formatOf(options), { statement, signal }, options);
  } catch (error) {
    if (interruption.code === undefined) throw error;
  } finally {
    interruption.stop();
  }
  if (interruption.code !== undefined) process.exitCode = interruption.code;
}

function formatOf({ json, csv, ndjson }: SqlCommandOptions): 'text' | 'json' | 'csv' | 'ndjson' {
  return json === true ? 'json' : csv === true ? 'csv' : ndjson === true ? 'ndjson' : 'text';
}

/** A table has to be seen whole; all else is written as it comes, so that it may be of any length. */
async function answerAs(
  format: ReturnType<typeof formatOf>,
  given: Pick<SqlOptions, 'statement' | 'signal'>,
  options: SqlCommandOptions,
): Promise<void> {
  if (format === 'text') return answerFrom(sqlQuestion, given, options);
  const { RowPrinter } = await import('../row-printer.ts');
  const printer = await RowPrinter.for(format, sqlQuestion.name);
  const question = {
    ...sqlQuestion,
    async ask(inventory: Inventory, asked: SqlOptions): Promise<SqlAnswer> {
      const answer = await sqlQuestion.ask(inventory, { ...asked, ...printer.listeners });
      printer.end(answer.truncated);
      return answer;
    },
  };
  return answerFrom(question, given, { ...options, format: 'ndjson', isSilent: true });
}
