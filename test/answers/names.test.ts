import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Inventory, UsageError } from '../../src/index.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { makeProgram } from '../support/whole-program.ts';

type Kind = 'repository' | 'tag' | 'digest' | 'both' | 'repositories' | 'tags';

/** A name as it may be pasted. */
type Form = (name: string) => string;

const HOSTS: ReadonlyArray<readonly [string, Form]> = [
  ['a port', (name) => `reg.example.com:5000/${name}`],
  ['capitals in the host', (name) => `REG.Example.COM:5000/${name}`],
  ['the address of IPv6', (name) => `[2001:db8::1]:5000/${name}`],
  ['https://', (name) => `https://reg.example.com/${name}`],
  ['HTTPS://', (name) => `HTTPS://REG.EXAMPLE.COM/${name}`],
  ['http:// and a short host', (name) => `http://registry/${name}`],
  ['oci://', (name) => `oci://registry/${name}`],
  ['docker:// and a port', (name) => `docker://registry:5000/${name}`],
  ['docker-pullable:// and a port', (name) => `docker-pullable://registry:5000/${name}`],
];

const BARE: ReadonlyArray<readonly [string, Form]> = [
  ['docker://', (name) => `docker://${name}`],
  ['a slash at the end', (name) => `${name}/`],
  ['white space around', (name) => `  ${name}\r\n`],
  ['quotes', (name) => `"${name}"`],
  ['quotes of a text', (name) => `‘${name}’`],
  ['a comma behind', (name) => `'${name}',`],
  ['all at once', (name) => ` "https://REG.example.com:5000/${name}/",\n`],
];

/** What may be part of a name: policies take it for that. */
const POSSIBLE_HOSTS: ReadonlyArray<readonly [string, Form]> = [
  ['a host', (name) => `reg.example.com/${name}`],
  ['capitals in a host', (name) => `REG.EXAMPLE.COM/${name}`],
  ['localhost', (name) => `localhost/${name}`],
  ['docker:// and a host', (name) => `docker://reg.example.com/${name}`],
];

const FORMS = [...HOSTS, ...BARE, ...POSSIBLE_HOSTS];

const API: Readonly<Partial<Record<Kind, readonly Form[]>>> = {
  repository: [
    (name) => `https://reg.example.com/v2/${name}/tags/list`,
    (name) => `http://reg:5000/v2/${name}/tags/list?n=100&last=x`,
  ],
  tag: [(name) => `https://reg.example.com/v2/${name.replace(':', '/manifests/')}`],
  digest: [
    (name) => `https://reg.example.com/v2/${name.replace('@', '/manifests/')}`,
    (name) =>
      `https://reg.example.com/v2/${name.replace('@', '/manifests/').replace('sha256:', 'sha256%3A')}`,
    (name) => `https://reg.example.com/v2/${name.replace('@', '/blobs/')}`,
    (name) => `https://reg.example.com/v2/${name.replace('@', '/referrers/')}`,
  ],
};

const dir = sharedDirectory();
let inventory: Inventory;
let digest: string;

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  for (const name of ['team/app', 'team/web', 'app', 'other'])
    volume
      .repository(name)
      .image({ layers: [name, 'base'], tag: '1.0' })
      .image({ layers: [name], tag: '2' });
  // Twice, so that there is something to compare.
  (await recordedInventoryOf(volume.dir)).close();
  inventory = await recordedInventoryOf(volume.dir);
  digest = (await ask.inspect(inventory, { reference: 'team/app:1.0' })).digest;
});
afterAll(() => inventory.close());

/** What somebody names of each kind. */
function nameOf(kind: Kind): string {
  const names: Readonly<Record<Kind, string>> = {
    repository: 'team/app',
    tag: 'team/app:1.0',
    digest: `team/app@${digest}`,
    both: `team/app:1.0@${digest}`,
    repositories: 'team/*',
    tags: 'team/*:1*',
  };
  return names[kind];
}

interface Taker {
  readonly kinds: readonly Kind[];
  readonly ask: (name: string) => Promise<object>;
  /** Forms that it takes; all where nothing is said. */
  readonly forms?: typeof FORMS;
}

const file = (text: string) => ({ name: 'a file', bytes: Buffer.from(text) });
const plan = (options: Parameters<typeof ask.plan>[1]) =>
  ask.plan(inventory, { registry: '2.8.3', match: ['*'], ...options });

/** Whatever takes a name, by the command and the name of its argument or option. */
const TAKERS: Readonly<Record<string, Taker>> = {
  'usage [repository]': {
    kinds: ['repository', 'tag', 'digest', 'both'],
    ask: (reference) => ask.usage(inventory, { reference }),
  },
  'usage [repository] --by tag': {
    kinds: ['repository', 'tag'],
    ask: (reference) => ask.usage(inventory, { reference, by: 'tag' }),
  },
  'usage --match <pattern>': {
    kinds: ['repository', 'repositories'],
    ask: (match) => ask.usage(inventory, { match: [match] }),
  },
  'ls [repository]': {
    kinds: ['repository', 'tag', 'digest', 'both', 'repositories', 'tags'],
    ask: (reference) => ask.ls(inventory, { reference }),
  },
  'inspect <reference>': {
    kinds: ['tag', 'digest', 'both'],
    ask: (reference) => ask.inspect(inventory, { reference }),
  },
  'where <digest>': {
    kinds: ['tag', 'digest', 'both'],
    ask: (text) => ask.where(inventory, { digest: text }),
  },
  'verify [repository...]': {
    kinds: ['repository', 'tag', 'digest', 'both'],
    ask: async (name) => {
      const { bytes } = await ask.verify(inventory, { repositories: [name], full: true, threads: 0 });
      return { bytes };
    },
  },
  'plan --repository <pattern>': {
    kinds: ['repository', 'repositories'],
    ask: (name) => plan({ repository: [name] }),
  },
  'plan --protect <pattern>': {
    kinds: ['repository', 'tag', 'repositories', 'tags'],
    ask: (name) => plan({ protect: [name] }),
  },
  'plan --explain <reference>': {
    kinds: ['tag', 'digest', 'both'],
    ask: (explain) => plan({ explain }),
  },
  'plan --in-use <file>': {
    kinds: ['tag', 'digest', 'both'],
    ask: (name) => plan({ inUse: file(name) }),
  },
  'history [repository]': {
    kinds: ['repository'],
    ask: (repository) => ask.history(inventory, { repository }),
  },
  'diff --repository <name>': {
    kinds: ['repository'],
    ask: (repository) => ask.diff(inventory, { repository }),
  },
  'plan --policy <file>, its protect': {
    kinds: ['repository', 'tag', 'repositories', 'tags'],
    ask: (name) =>
      ask.plan(inventory, { policy: file(`protect: ${JSON.stringify(name)}\nrules: [{ tags: '*' }]`) }),
  },
  'plan --policy <file>, its repositories': {
    kinds: ['repository', 'repositories'],
    forms: [...HOSTS, ...BARE],
    ask: (name) =>
      ask.plan(inventory, { policy: file(`rules: [{ repositories: ${JSON.stringify(name)}, tags: '*' }]`) }),
  },
};

/** Arguments and options that look as if they took a name, and take none. */
const NO_NAMES: Readonly<Record<string, string>> = {
  'plan --match <pattern>': 'is of tags alone, and refuses what names a repository',
};

const ROWS = Object.entries(TAKERS).flatMap(([taker, { kinds, forms = FORMS, ask: of }]) =>
  kinds.flatMap((kind) => [
    ...forms.map(([form, write]) => [taker, kind, form, write, of] as const),
    ...(API[kind] ?? []).map((write) => [taker, kind, 'an address of the API', write, of] as const),
  ]),
);

describe('a name is read as it was pasted', () => {
  const plain = new Map<string, string>();
  const answer = async (of: Taker['ask'], name: string) => JSON.stringify(await of(name));

  it.each(ROWS)('%s: a %s with %s', async (taker, kind, _, write, of) => {
    const name = nameOf(kind);
    const key = `${taker} ${kind}`;
    const expected = plain.get(key) ?? (await answer(of, name));
    plain.set(key, expected);
    expect(await answer(of, write(name))).toBe(expected);
  });

  it('and by whatever takes one: what is missing here is not tested', () => {
    const takers = makeProgram().commands.flatMap((command) => [
      ...command.registeredArguments.map((each) => each.name()).map((name) => `${command.name()} [${name}]`),
      ...command.options.map(({ flags }) => `${command.name()} ${flags}`),
    ]);
    const known = [...Object.keys(TAKERS), ...Object.keys(NO_NAMES)].map(bare);
    const untested = takers.filter(
      (taker) =>
        /[[<](?:repository|reference|digest|pattern)|--repository /.test(taker) &&
        !known.includes(bare(taker)),
    );
    expect(untested).toEqual([]);
  });
});

/** Optional or not, once or more often, it is the same argument. */
function bare(taker: string): string {
  return taker.replace(/[[\]<>.]/g, '').replace(/^(\S+) -\w, /, '$1 ');
}

describe('what names nothing is refused in a sentence', () => {
  it.each([
    ['https://reg.example.com', 'names no repository'],
    ['containers-storage:team/app', "has a ':' before neither a tag nor a port"],
    ['oci-archive:/tmp/team/app.tar', "has a ':' before neither a tag nor a port"],
    ['s3://bucket/team/app', "has a ':' before neither a tag nor a port"],
    ['https://reg.example.com/harbor/projects/1', "There is no repository 'harbor/projects/1'"],
  ])('%s', async (reference, complaint) => {
    for (const asked of [ask.usage, ask.ls, ask.inspect]) {
      await expect(asked(inventory, { reference })).rejects.toThrow(UsageError);
      await expect(asked(inventory, { reference })).rejects.toThrow(complaint);
    }
  });

  it.each(['team/app', 'team/app:1.0'])("'%s' as a pattern for tags", async (name) => {
    await expect(plan({ match: [name] })).rejects.toThrow(`--match '${name}' names a repository`);
  });

  it('a tag in the place of repositories', async () => {
    await expect(ask.usage(inventory, { match: ['team/app:1.0'] })).rejects.toThrow('names a tag');
    await expect(plan({ repository: ['team/app:1.0'] })).rejects.toThrow('names a tag');
  });
});

describe('a host that is part of a name', () => {
  let mirror: Inventory;
  beforeAll(async () => {
    const volume = aVolume(path.join(dir(), 'mirror')).at('2026-01-05T08:00:00Z');
    for (const name of ['team/app', 'quay.io/team/app'])
      volume.repository(name).image({ layers: [name], tag: '1.0' });
    mirror = await recordedInventoryOf(volume.dir);
  });
  afterAll(() => mirror.close());

  it('is taken for that, and nothing else is meant with it', async () => {
    const usage = await ask.usage(mirror, { match: ['quay.io/team/*'] });
    expect(usage.repositories?.map(({ name }) => name)).toEqual(['quay.io/team/app']);
    expect(await ask.ls(mirror, { reference: 'quay.io/team/*' })).toEqual({
      repositories: ['quay.io/team/app'],
    });
    const made = await ask.plan(mirror, { registry: '2.8.3', match: ['*'], repository: ['quay.io/**'] });
    expect(made).toMatchObject({ delete: [{ repository: 'quay.io/team/app' }] });
  });

  it('protects both, since both may be meant', async () => {
    const made = await ask.plan(mirror, {
      registry: '2.8.3',
      match: ['*'],
      protect: ['quay.io/team/app:1.0'],
    });
    expect(made).toMatchObject({ delete: [] });
  });
});
