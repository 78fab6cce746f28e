import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/check/catalogue.ts';
import { type Inventory, openInventory } from '../../src/index.ts';
import { LEFTOVER_KINDS } from '../../src/leftovers/kinds.ts';
import { sourceFiles } from '../structure/source-files.ts';
import { makeProgram } from '../support/whole-program.ts';
import { commandLines } from './command-lines.ts';
import { type Demonstration, makeDemonstration, withoutTimes } from './demonstration.ts';
import { fenced } from './fences.ts';
import { exportedValues } from './from-library.ts';
import { commandNames, exitCodes } from './from-program.ts';
import { keysIn } from './json-example.ts';
import { allPages, generatedPages, page, section } from './pages.ts';
import { refresh } from './refresh.ts';

const readme = page('README.md');
const commands = page('docs/commands.md');
const json = page('docs/json.md');
const inventoryPage = page('docs/inventory.md');
/** Lists the volumes of the machine it runs on, which may have none. */
const SEARCHES_THIS_MACHINE = new Set(['stowage scan']);
const queries = fenced(inventoryPage.text, 'sql');

let demonstration: Demonstration;
let inventory: Inventory;
beforeAll(() => {
  demonstration = makeDemonstration();
  inventory = openInventory(demonstration.db);
});
afterAll(() => {
  inventory.close();
  demonstration.remove();
});

describe('what is generated is what the program says now', () => {
  // Where one of these fails: npm run docs
  it.each(generatedPages().map((each) => [each.name, each.text] as const))('in %s', (_, text) => {
    expect(withoutTimes(text)).toBe(withoutTimes(refresh(text, demonstration)));
  });

  it('and most pages have such parts', () => {
    const names = [
      'ARCHITECTURE',
      'README',
      ...['commands', 'inventory', 'json', 'library', 'safety'].map((each) => `docs/${each}`),
    ];
    expect(generatedPages().map(({ name }) => name)).toEqual(
      expect.arrayContaining(names.map((name) => `${name}.md`)),
    );
  });
});

describe('every command that a page shows works', () => {
  const shown = [...new Set(allPages().flatMap(commandLines))].filter(
    (line) => !SEARCHES_THIS_MACHINE.has(line),
  );

  it('and there are many', () => expect(shown.length).toBeGreaterThan(10));

  it.each(shown)('%s', (command) => {
    expect(demonstration.run(command)).toBeTypeOf('string');
  });
});

describe('README.md', () => {
  it('has at most 150 lines', () => {
    expect(readme.text.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  it('says within its first twenty lines what to type', () => {
    const start = readme.text.split('\n').slice(0, 20).join('\n');
    expect(fenced(start, 'sh').join('')).toContain('\nstowage report ');
  });

  it('calls no npx, which builds anew each time and takes the program away under a scan', () => {
    const shown = allPages().flatMap(({ text }) =>
      ['sh', 'console', 'crontab'].flatMap((each) => fenced(text, each)),
    );
    expect(shown.filter((block) => block.includes('npx stowage'))).toEqual([]);
  });

  it('shows a query that has an answer', () => {
    const [, query = ''] = /^stowage sql "([^"]+)"$/m.exec(fenced(readme.text, 'sh').join('')) ?? [];
    expect(inventory.database.prepare(query).all()).not.toHaveLength(0);
  });
});

describe('docs/commands.md', () => {
  it.each(commandNames())('has the help of %s', (name) => {
    expect(commands.text).toContain(`<!-- generated: help ${name} -->\n`);
  });

  it('says what every option is for', () => {
    for (const command of makeProgram().commands) {
      for (const { long, description } of command.options) {
        expect(section(commands, `## ${command.name()}`)).toContain(long);
        expect(description, `${command.name()} ${long}`).not.toBe('');
      }
    }
  });

  it('has every kind of leftover, and who removes it', () => {
    const own = section(commands, '## leftovers');
    const hands = { nobody: 'nobody', 'upload-purge': 'a running server', collection: 'its collection, .*' };
    const calls = { 'delete-tag': 'DELETE of the tag', 'delete-manifest': 'DELETE by digest' };
    for (const [kind, { removedBy }] of Object.entries(LEFTOVER_KINDS)) {
      const [old, recent] = (['2.7-2.8', '3.x'] as const).map(
        (each) => ({ ...hands, ...calls })[removedBy[each]],
      );
      expect(own).toMatch(new RegExp(`^\\| \`${kind}\` \\| .+ \\| ${old} \\| ${recent} \\|$`, 'm'));
    }
  });

  it('has every kind of finding', () => {
    for (const id of Object.keys(CATALOGUE)) expect(section(commands, '## check')).toContain(`| \`${id}\` |`);
  });
});

describe('docs/safety.md', () => {
  it.each(exitCodes())('has exit code %s', (code) => {
    expect(page('docs/safety.md').text).toMatch(new RegExp(`^\\| ${code.replace('+', '\\+')} +\\| \\S`, 'm'));
  });

  it('has every reason why something is undetermined', () => {
    const source = sourceFiles().find(({ path }) => path === 'analyze/trust/trust.ts')?.text ?? '';
    const codes = /readonly code:([^;]*);/.exec(source)?.[1]?.match(/[a-z-]+(?=')/g) ?? [];
    expect(codes.length).toBeGreaterThan(3);
    for (const code of codes)
      expect(section(page('docs/safety.md'), '## Undetermined')).toContain(`| \`${code}\` |`);
  });
});

describe('docs/json.md names every key', () => {
  const spoken = json.text.replaceAll(/^```json.*?^```$/gms, '');
  const common = section(json, '## What several answers have');

  it.each([
    'report',
    'scan fixtures/demo',
    'orphans',
    'orphans --manifests',
    'gc',
    'gc --registry 3.1',
    'check',
    'verify',
    'where 4298f',
    'ls --long',
    'ls --long shop/web',
    'inspect shop/api:1.2',
    'inspect shop/web:2.4.0',
    'leftovers',
    'reconcile known.csv',
    'sql largest-blobs',
    'export --to csv --registry-name eu /tmp/fleet',
  ])('of %s', (command) => {
    const own = section(json, `## ${command.split(' ', 1)[0]}`);
    const answer = JSON.parse(demonstration.run(`stowage ${command} --json`));
    const shown = fenced(own, 'json').flatMap((block) => [...keysIn(JSON.parse(block))]);
    const told = [...`${own}${common}`.matchAll(/`([A-Za-z]+)`/g)].map(([, key]) => key);
    expect([...keysIn(answer)].filter((key) => !shown.includes(key) && !told.includes(key))).toEqual([]);
  });

  it.each([
    'undetermined',
    'caveats',
    'namedElsewhere',
    'assumed',
    'loss',
    'storedAs',
    'otherNames',
    'sameFileAs',
    'collectionUnasked',
    'endsCollection',
    'whole',
    'version',
    'listedBy',
    'tagLists',
    'faults',
    'mentions',
    'cut',
    'foreign',
    'expectedBytes',
    'storedAs',
    'createdBy',
    'title',
    'artifactType',
    'annotations',
    'fromInventory',
  ])('that only some volumes have: %s', (key) => {
    expect(spoken).toContain(`\`${key}`);
    expect(sourceFiles().some(({ text }) => new RegExp(`readonly ${key}\\b`).test(text))).toBe(true);
  });
});

describe('docs/inventory.md', () => {
  it('has every table and view, and every column of each', () => {
    const objects = inventory.database
      .prepare<[], { type: string; name: string }>(
        "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    expect(objects.length).toBeGreaterThan(25);
    for (const { type, name } of objects) {
      const part = section(inventoryPage, `### ${type === 'table' ? 'Table' : 'View'} \`${name}\``);
      for (const column of inventory.database.prepare(`SELECT * FROM ${name}`).columns()) {
        expect(part, `${name}.${column.name}`).toContain(`\`${column.name}\``);
      }
    }
  });

  it('has every code of a problem', () => {
    const told = sourceFiles().flatMap(({ text }) => /type ProblemCode =([^;]*);/.exec(text)?.[1] ?? []);
    const codes = told.join('').match(/[a-z-]+(?=')/g) ?? [];
    expect(codes.length).toBeGreaterThan(20);
    for (const code of codes) expect(section(inventoryPage, '## Problems')).toContain(`\`${code}\``);
  });

  it('says the version of the format', () => {
    expect(inventoryPage.text).toContain(
      `now ${inventory.database.pragma('user_version', { simple: true })}.`,
    );
  });

  it('has ten queries', () => expect(queries).toHaveLength(10));

  it.each(queries)('has a query with an answer: %s', (query) => {
    expect(inventory.database.prepare(query).all()).not.toHaveLength(0);
  });
});

describe('docs/library.md', () => {
  it.each(exportedValues())('says what $name is for', ({ purpose }) => {
    expect(purpose).toMatch(/^[A-Z].{10,}\.$/);
  });
});

it('the tests are run as CI runs them', () => {
  const ci = page('.ci/run').text;
  for (const command of ["together 'install_programs' 'npm ci'", 'together with_others "tests_in test '])
    expect(ci).toContain(command);
  expect(fenced(readme.text, 'sh').join('')).toContain('npm ci && npm test\n');
});
