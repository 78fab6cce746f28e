import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How an emitted script ended, and what it asked. */
export interface ScriptRun {
  /** Null where it was cut off. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** The arguments of each curl. */
  calls: string[];
  /** Before which calls another client had the time to do what it does, and the registry let it. */
  meddled: number[];
}

/** What happens to a script on its way; calls are counted from 1. */
export interface Happening {
  /** The script is killed after this call. */
  cutAfter?: number;
  /** Before these calls another client does what this shell text says, with curl. */
  meddles?: readonly { before: number; text: string }[];
}

/*
 * Stands before curl in PATH. The script's own number comes by the environment, because what starts curl may be one of its
 * subshells.
 */
const WRAPPER = `#!/bin/sh
read -r n <"$COUNTED/count"
n=$((n + 1))
echo "$n" >"$COUNTED/count"
printf '%s\\n' "$*" >>"$COUNTED/calls"
PATH=$REAL_PATH
if [ -f "$COUNTED/meddle-$n" ]; then sh -e "$COUNTED/meddle-$n" >/dev/null 2>&1 && touch "$COUNTED/meddled-$n"; fi
curl "$@"
code=$?
if [ "$n" = "$CUT_AFTER" ]; then kill -9 "$SCRIPT"; fi
exit "$code"
`;

/** Nobody waits in a test. */
const SLEEP = '#!/bin/sh\nexit 0\n';

/** A script that a plan was emitted as, in a directory of its own. */
export class EmittedScript {
  /** Where it runs. */
  readonly directory: string;
  readonly #counted: string;

  constructor(directory: string, text: string) {
    this.directory = directory;
    this.#counted = join(directory, 'counted');
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(join(this.#counted, 'bin'), { recursive: true });
    writeFileSync(join(directory, 'plan.sh'), text);
    this.#program('curl', WRAPPER);
    this.#program('sleep', SLEEP);
  }

  /** Runs it, or its undo.sh, in `shell` against a registry. */
  async run(
    registry: string,
    happening: Happening = {},
    env: NodeJS.ProcessEnv = {},
    { shell = 'dash', file = 'plan.sh' } = {},
  ): Promise<ScriptRun> {
    const { PATH = '' } = process.env;
    const counted = this.#counted;
    writeFileSync(join(counted, 'count'), '0\n');
    writeFileSync(join(counted, 'calls'), '');
    for (const name of readdirSync(counted)) if (name.startsWith('meddle')) rmSync(join(counted, name));
    for (const { before, text } of happening.meddles ?? [])
      writeFileSync(join(counted, `meddle-${before}`), text);
    const script = spawn('sh', ['-c', `SCRIPT=$$ exec ${shell} '${file}' '${registry}'`], {
      cwd: this.directory,
      env: {
        PATH: [join(counted, 'bin'), PATH].join(delimiter),
        REAL_PATH: PATH,
        COUNTED: counted,
        CUT_AFTER: `${happening.cutAfter ?? ''}`,
        ...env,
      },
    });
    const { stdout, stderr } = await output(script);
    const calls = readFileSync(join(counted, 'calls'), 'utf8').split('\n').slice(0, -1);
    const meddled = readdirSync(counted).flatMap((name) => /^meddled-(\d+)$/.exec(name)?.[1] ?? []);
    return { exitCode: script.exitCode, stdout, stderr, calls, meddled: meddled.map(Number) };
  }

  /** Where it saved what it deleted, relative to where it runs; throws where it deleted nothing. */
  get undo(): string {
    const [, name = ''] = /^undo='(.*)'$/m.exec(readFileSync(join(this.directory, 'plan.sh'), 'utf8')) ?? [];
    if (!existsSync(join(this.directory, name, 'undo.sh'))) throw new Error(`there is no ${name}/undo.sh`);
    return name;
  }

  #program(name: string, text: string): void {
    const path = join(this.#counted, 'bin', name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }
}

async function output(child: ChildProcess): Promise<{ stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text: Buffer) => {
    said.stdout += text.toString();
  });
  child.stderr?.on('data', (text: Buffer) => {
    said.stderr += text.toString();
  });
  await once(child, 'close');
  return said;
}
