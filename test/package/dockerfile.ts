import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** What an image starts, by paths of this machine. */
export interface Image {
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly health: readonly string[];
}

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The instructions of a Dockerfile, without comments, each on one line. */
function instructionsOf(text: string): Instruction[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  return lines
    .join('\n')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
      return { name, rest };
    });
}

/**
 * Does what a Dockerfile says, each stage in a folder of its own: FROM, WORKDIR, COPY, RUN and what an image is started
 * with. No container: a path of the image is one below the folder of its stage. RUN is done by a shell in the folder of
 * WORKDIR, so that it may only name what lies there.
 * @throws Error for an instruction that it does not know
 */
export class Build {
  readonly #context: string;
  readonly #home: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #stages: Array<{ readonly name: string; readonly root: string }> = [];
  #at = '/';
  #image = { user: 'root', env: {} as Record<string, string>, entrypoint: [''], command: [''], health: [''] };

  /** @param context what COPY takes from; `home` is an empty folder, `env` what RUN finds besides the environment. */
  constructor(context: string, home: string, env: Readonly<Record<string, string>>) {
    this.#context = context;
    this.#home = home;
    this.#env = env;
  }

  run(dockerfile: string): Image {
    for (const instruction of instructionsOf(dockerfile)) this.#perform(instruction);
    return this.#image;
  }

  /** Where a path of the last stage is here. */
  here(place: string): string {
    return path.join(this.#stages.at(-1)!.root, place);
  }

  #perform({ name, rest }: Instruction): void {
    if (name === 'FROM') this.#from(rest);
    else if (name === 'WORKDIR') this.#workdir(rest);
    else if (name === 'COPY') this.#copy(rest.split(' '));
    else if (name === 'RUN') this.#shell(rest);
    else if (name === 'ENV')
      Object.assign(this.#image.env, Object.fromEntries(rest.split(' ').map((each) => each.split('='))));
    else if (name === 'USER') this.#image.user = rest;
    else if (name === 'ENTRYPOINT') this.#image.entrypoint = JSON.parse(rest);
    else if (name === 'CMD') this.#image.command = JSON.parse(rest);
    else if (name === 'HEALTHCHECK') this.#image.health = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4));
    else if (name !== 'VOLUME' && name !== 'EXPOSE') throw new Error(`Not known: ${name} ${rest}`);
  }

  #from(rest: string): void {
    const [image = '', , name = ''] = rest.split(' ');
    if (!/^node:\d+-/.test(image)) throw new Error(`Expected an image of Node, found ${image}.`);
    const root = path.join(this.#home, String(this.#stages.length));
    fs.mkdirSync(root);
    this.#stages.push({ name, root });
    this.#at = '/';
  }

  #workdir(place: string): void {
    this.#at = path.posix.join(this.#at, place);
    fs.mkdirSync(this.here(this.#at), { recursive: true });
  }

  /** As docker: of a directory its content, to a path that ends in a slash or to that name. */
  #copy(words: readonly string[]): void {
    const flags = words.filter((word) => word.startsWith('--'));
    const [target = '', ...sources] = words.filter((word) => !word.startsWith('--')).toReversed();
    const from = flags.find((flag) => flag.startsWith('--from='))?.slice('--from='.length);
    const root = from === undefined ? this.#context : this.#stages.find(({ name }) => name === from)!.root;
    const into = this.here(target.startsWith('/') ? target : path.posix.join(this.#at, target));
    for (const source of sources) {
      const taken = path.join(root, source);
      const isFile = fs.statSync(taken).isFile();
      const place = isFile && target.endsWith('/') ? path.join(into, path.basename(source)) : into;
      fs.cpSync(taken, place, { recursive: true, verbatimSymlinks: true });
    }
  }

  #shell(command: string): void {
    if (/(^|\s)\//.test(command)) throw new Error(`RUN names a path outside of its folder: ${command}`);
    const { NODE_ENV: _, ...env } = process.env;
    execFileSync('/bin/sh', ['-c', command], {
      cwd: this.here(this.#at),
      env: { ...env, ...this.#env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }
}
