import { spawnSync } from 'node:child_process';
import { arch, cpus, release, totalmem, type } from 'node:os';

/** One line that says what figures were taken on: processor, memory, system, Node and the file system of a directory. */
export function describeMachine(directory: string): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() || arch();
  return [
    `${processors.length} cores, ${model}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${type()} ${release()}`,
    `Node ${process.version}`,
    fileSystem(directory),
  ].join('; ');
}

function fileSystem(directory: string): string {
  const { status, stdout } = spawnSync('df', ['-PT', directory], { encoding: 'utf8' });
  const kind = status === 0 ? stdout.trimEnd().split('\n').at(-1)?.split(/\s+/)[1] : undefined;
  return kind ?? 'file system unknown';
}
