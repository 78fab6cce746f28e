import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { composeSchema, faultsOf, type Manifest, misspelledIn, readDeployed } from './manifests.ts';

interface Compose extends Manifest {
  readonly services: Readonly<Record<string, Record<string, unknown>>>;
}

const [compose] = readDeployed('compose.yaml') as Compose[];
const manifests = readDeployed('kubernetes.yaml');

/** Whether Docker's schema takes it. */
const isCompose = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
  composeSchema(),
);

describe('deploy/compose.yaml', () => {
  it('is what Docker reads', () => {
    isCompose(compose);
    expect(isCompose.errors ?? []).toEqual([]);
  });

  it.each([
    ['a member that is misspelled', { ...compose, servces: {} }],
    [
      'of a service, too',
      { ...compose, services: { stowage: { ...compose?.services['stowage'], readonly: true } } },
    ],
    ['a value of another type', { ...compose, services: { stowage: { image: 5 } } }],
  ])('would not be with %s', (_, changed) => {
    expect(isCompose(changed)).toBe(false);
  });
});

describe('deploy/kubernetes.yaml', () => {
  it('has what docs/deploy.md says', () => {
    expect(manifests.map(({ kind }) => kind)).toEqual([
      'PersistentVolumeClaim',
      'Deployment',
      'Service',
      'ServiceMonitor',
      'CronJob',
    ]);
  });

  it.each(manifests.map((manifest) => [manifest.kind, manifest] as const))(
    'a %s is one',
    async (_, manifest) => {
      expect(await faultsOf(manifest)).toEqual([]);
    },
  );

  it('has no member that its kind does not know', () => {
    expect(misspelledIn(manifests)).toEqual([]);
  });

  it('would be refused with a value of another type, and with a member that is misspelled', async () => {
    const changed = manifests.map((manifest) => changeDeep(manifest, 'securityContext', { runAsUsr: 1000 }));
    expect(misspelledIn(changed).join()).toContain('runAsUsr"\' does not exist in type');
    const deployment = manifests.find(({ kind }) => kind === 'Deployment')!;
    expect(await faultsOf(changeDeep(deployment, 'containerPort', '7080'))).toEqual([
      expect.stringContaining('containerPort must be integer'),
    ]);
  });
});

describe('what is started', () => {
  const commands = [
    ...Object.values(compose?.services ?? {}).flatMap(({ command }) =>
      command === undefined ? [] : [command],
    ),
    ...manifests.flatMap((manifest) => valuesOf(manifest, 'args')),
  ] as string[][];

  it.each(commands.map((command) => [command.join(' '), command] as const))(
    'has options that there are: %s',
    async (_, command) => {
      const [name = '', ...args] = command;
      const { stdout } = await stowage([name, '--help']);
      const options = args.flatMap((arg) => /^--[a-z-]+/.exec(arg) ?? []);
      expect(options.length).toBeGreaterThan(0);
      for (const option of options) expect(stdout).toMatch(new RegExp(`${option}\\b`));
    },
  );

  it('is found in both files', () => {
    expect(commands.map(([name]) => name)).toEqual(['serve', 'serve', 'report']);
  });
});

/** A copy in which every member of this name has another value. */
function changeDeep<Value>(value: Value, name: string, to: unknown): Value {
  return JSON.parse(JSON.stringify(value), (key, each: unknown) => (key === name ? to : each)) as Value;
}

function valuesOf(value: unknown, name: string): unknown[] {
  const found: unknown[] = [];
  JSON.stringify(value, (key, each: unknown) => {
    if (key === name) found.push(each);
    return each;
  });
  return found;
}
