import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Calls that change something by a path, and those that write to what is open. */
const BY_PATH =
  'creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,chmod,fchmodat,chown,lchown,fchownat,utime,utimes,utimensat,futimesat,setxattr,lsetxattr,removexattr,lremovexattr,truncate,mknod,mknodat,mount,umount2,chroot,pivot_root';
const BY_DESCRIPTOR =
  'fchmod,fchown,fsetxattr,fremovexattr,ftruncate,fallocate,write,pwrite64,writev,pwritev,pwritev2,copy_file_range,sendfile,splice';
const OPENING = 'open,openat,openat2';
/** What could lead past the rest: another directory to be in, calls that are queued and not made. */
const WAYS_AROUND = 'chdir,fchdir,io_uring_setup';
const SOCKETS = 'socket,connect,bind,listen,sendto,sendmsg,sendmmsg';
const FOLLOWED = [BY_PATH, BY_DESCRIPTOR, OPENING, WAYS_AROUND, SOCKETS].join(',');

const names = (list: string) => new Set(list.split(','));
const CHANGING = names(`${BY_PATH},${BY_DESCRIPTOR}`);
const OPENS = names(OPENING);
const WRITING_FLAGS = /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE/;

/** A call as strace writes it: descriptors with what they lead to. */
interface Call {
  readonly name: string;
  readonly line: string;
}

/** The arguments of strace that have it follow a program with all its threads and children. */
function straceArguments(trace: string): string[] {
  return ['--seccomp-bpf', '-f', '-qq', '-y', '-s', '5000', '-o', trace, '-e', `trace=${FOLLOWED}`];
}

/** Starts a program that is followed; its calls are in `trace` when it has ended. */
export function startTraced(trace: string, command: readonly string[], cwd: string): ChildProcess {
  return spawn('strace', [...straceArguments(trace), ...command], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs a program to its end, and gives its calls and its exit code. */
export function traceOf(
  trace: string,
  command: readonly string[],
  cwd: string,
): { readonly calls: Call[]; readonly status: number | null } {
  const { status, error } = spawnSync('strace', [...straceArguments(trace), ...command], {
    cwd,
    stdio: 'pipe',
    timeout: 120_000,
  });
  if (error !== undefined) throw error;
  return { calls: readTrace(trace), status };
}

export function readTrace(trace: string): Call[] {
  return fs
    .readFileSync(trace, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const name = /^\d+ +(?:<\.\.\. )?([a-z0-9_]+)/.exec(line)?.[1];
      return name === undefined ? [] : [{ name, line }];
    });
}

/** The calls that could change something under a directory, or whose path could hide that they do. */
export function changesUnder(calls: readonly Call[], directory: string, cwd: string): string[] {
  return calls
    .filter(({ name, line }) => {
      if (names(WAYS_AROUND).has(name)) return true;
      const isChanging = OPENS.has(name) ? WRITING_FLAGS.test(line) : CHANGING.has(name);
      return isChanging && placesIn(line, cwd).some((place) => isUnder(place, directory));
    })
    .map(({ line }) => line.slice(0, 300));
}

/** Every place that a call names, in quotes or by a descriptor. */
function placesIn(line: string, cwd: string): string[] {
  const open = [...line.matchAll(/<(\/[^>]*)>/g)].map(([, place]) => place ?? '');
  const [base = cwd] = open;
  const named = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, place]) =>
    path.resolve(base, place ?? ''),
  );
  return [...open, ...named];
}

function isUnder(place: string, directory: string): boolean {
  // A way through /proc leads anywhere.
  if (/^\/proc\/.*\/(?:fd|cwd|root)\b/.test(place)) return true;
  let at = place;
  while (!fs.existsSync(at)) at = path.dirname(at);
  const real = path.join(fs.realpathSync(at), path.relative(at, place));
  return `${real}/`.startsWith(`${directory}/`);
}

/** The calls that make or use a socket. */
export function socketsIn(calls: readonly Call[]): string[] {
  return calls.filter(({ name }) => names(SOCKETS).has(name)).map(({ line }) => line.slice(0, 200));
}
