import { execFile } from 'node:child_process';

/** How a program ended and what it said. */
export interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, whatever its exit code; throws when it cannot start or dies by a signal. */
export function run(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<Run> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve({ exitCode: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ exitCode: error.code, stdout, stderr });
      else reject(error);
    });
  });
}
