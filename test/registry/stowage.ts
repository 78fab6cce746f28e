import { CLI } from '../support/command-line.ts';
import { type Run, run } from './run.ts';

/** What `scan --json` answers. */
export interface ScanAnswer {
  complete: boolean;
  blobs: number;
  blobBytes: number;
  repositories: number;
  tags: number;
  uploads: number;
  problems: number;
}

/** What `usage --json` answers. */
export interface UsageAnswer {
  totals: {
    blobs: number;
    blobBytes: number;
    taggedBytes: number;
    untaggedBytes: number;
    unreferencedBytes: number;
    uploadBytes: number;
    otherBytes: number;
    volumeBytes: number;
  };
  repositories: {
    name: string;
    tags: number;
    revisions: number;
    bytes: number;
    uniqueBytes: number;
    fairShareBytes: number;
    uploadBytes: number;
  }[];
}

/** What `orphans --json` answers. */
export interface OrphansAnswer {
  undetermined: boolean;
  totals: { blobs: number; bytes: number; youngBlobs: number };
  blobs: { digest: string; bytes: number; young: boolean; state: string; linkedFrom: string[] }[];
}

/** Runs the built command line as a user would. */
export function stowage(...args: string[]): Promise<Run> {
  const { STOWAGE_DB: _, ...env } = process.env;
  return run(process.execPath, [CLI, ...args], { ...env, NO_COLOR: '1' });
}

/** Runs a command that has to succeed and returns its JSON answer. */
export async function ask<Answer>(command: string, ...args: string[]): Promise<Answer> {
  const { exitCode, stdout, stderr } = await stowage(command, ...args, '--json');
  if (exitCode !== 0) throw new Error(`stowage ${command} ${args.join(' ')} exited ${exitCode}: ${stderr}`);
  const answer = JSON.parse(stdout) as Answer & { schema: string };
  if (answer.schema !== `stowage.${command}/1`)
    throw new Error(`stowage ${command} answers ${answer.schema}`);
  return answer;
}
