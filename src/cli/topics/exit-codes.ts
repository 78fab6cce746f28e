import { EXIT_CODES, SIGNAL_CODE } from '../../answers/exit-codes.ts';

/** `stowage help exit-codes` */
export function exitCodesText(): string {
  const codes = [
    ...Object.values(EXIT_CODES).map(({ code, sentence }) => [String(code), sentence]),
    [`${SIGNAL_CODE}+n`, 'ended by signal n'],
  ];
  const lines = codes.map(([code = '', sentence]) => `  ${code.padEnd(5)}  ${sentence}\n`);
  return `A command ends with one of these:\n\n${lines.join('')}\n${NOTES}`;
}

const NOTES = `\
  1   check: --fail-on says from which severity on. verify: a blob's bytes hash
      to another digest. report: --fail-over or --fail-growth was exceeded
  2   also where a named repository, tag or manifest is not there, and where
      what was asked cannot be answered of this volume: stderr says why
  3   also of every answer from an inventory that is not complete, long after
      the scan. All that could be read is in it
  4   the last inventory is as it was
  10  often the disk is not mounted
  11  wait for the other scan, or name another inventory with --db
  12  scan first, or say where the inventory is: --db, or STOWAGE_DB

For cron: any code but 0 deserves a look. A closed pipe (| head) is no error.
`;
