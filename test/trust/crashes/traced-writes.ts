/** One thing that a program did to a disk. Paths are as the kernel says them. */
export type Traced =
  | { readonly does: 'write'; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly does: 'copy'; readonly from: string; readonly path: string; readonly bytes: number }
  | { readonly does: 'truncate'; readonly path: string; readonly bytes: number }
  | { readonly does: 'create' | 'sync' | 'unlink'; readonly path: string }
  | { readonly does: 'rename'; readonly path: string; readonly to: string };

/** Of strace: whatever can change files, with all bytes. */
export const TRACE = [
  ...['-f', '-y', '-xx', '-s', '100000000'],
  ...['-e', 'trace=openat,pwrite64,ftruncate,fsync,fdatasync,rename,unlink,sendfile,copy_file_range'],
];

const text = (hex: string) => Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString();
const FD = String.raw`\d+<([^>]*)>`;
const STRING = '"([^"]*)"';
const RESULT = String.raw`\)\s+= (\d+)`;

type Parse = (found: RegExpExecArray) => Traced;
const CALLS: ReadonlyArray<readonly [RegExp, Parse]> = [
  [
    new RegExp(`^pwrite64\\(${FD}, ${STRING}, \\d+, (\\d+)${RESULT}`),
    ([, path = '', hex = '', at]) => ({
      does: 'write',
      path: text(path),
      at: Number(at),
      bytes: Buffer.from(hex.replaceAll('\\x', ''), 'hex'),
    }),
  ],
  [
    new RegExp(`^sendfile\\(${FD}, ${FD}, .*${RESULT}`),
    ([, path = '', from = '', bytes]) => ({
      does: 'copy',
      from: text(from),
      path: text(path),
      bytes: Number(bytes),
    }),
  ],
  [
    new RegExp(`^copy_file_range\\(${FD}, [^,]*, ${FD}, .*${RESULT}`),
    ([, from = '', path = '', bytes]) => ({
      does: 'copy',
      from: text(from),
      path: text(path),
      bytes: Number(bytes),
    }),
  ],
  [
    new RegExp(`^ftruncate\\(${FD}, (\\d+)${RESULT}`),
    ([, path = '', bytes]) => ({ does: 'truncate', path: text(path), bytes: Number(bytes) }),
  ],
  [new RegExp(`^f(?:data)?sync\\(${FD}${RESULT}`), ([, path = '']) => ({ does: 'sync', path: text(path) })],
  [
    new RegExp(`^rename\\(${STRING}, ${STRING}${RESULT}`),
    ([, path = '', to = '']) => ({ does: 'rename', path: text(path), to: text(to) }),
  ],
  [new RegExp(`^unlink\\(${STRING}${RESULT}`), ([, path = '']) => ({ does: 'unlink', path: text(path) })],
  [
    new RegExp(`^openat\\([^"]*${STRING}, [^,)]*O_CREAT[^)]*${RESULT}<`),
    ([, path = '']) => ({ does: 'create', path: text(path) }),
  ],
];

/** What strace wrote, as what was done below a directory, in its order. */
export function parseTrace(log: string, directory: string): Traced[] {
  const begun = new Map<string, string>();
  const done: Traced[] = [];
  for (const line of log.split('\n')) {
    const [, pid = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (call.endsWith('<unfinished ...>')) begun.set(pid, call.slice(0, -'<unfinished ...>'.length));
    const whole = call.replace(/^<\.\.\. \w+ resumed>/, () => begun.get(pid) ?? '');
    for (const [pattern, parse] of CALLS) {
      const found = pattern.exec(whole);
      if (found === null) continue;
      const traced = parse(found);
      if (traced.path.startsWith(directory)) done.push(traced);
    }
  }
  return done;
}
