const JOB = /^(?:\S+ +){5}(.+)$/;

/** What cron hands to a shell, of each line of a crontab that is a job: `\%` is a per cent sign, `%` alone ends a line. */
export function cronCommands(crontab: string): string[] {
  const jobs = crontab.split('\n').filter((line) => !/^\s*(?:#|\w+ *=|$)/.test(line));
  return jobs.map((line) => {
    const command = JOB.exec(line)?.[1];
    if (command === undefined) throw new Error(`cron reads no job in '${line}'.`);
    if (/(?<!\\)%/.test(command)) throw new Error(`cron would cut this at its %: '${line}'.`);
    return command.replaceAll('\\%', '%');
  });
}
