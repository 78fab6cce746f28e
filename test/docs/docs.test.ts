import * as fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { type Inventory, openInventory } from '../../src/index.ts';
import { type Demonstration, makeDemonstration, withoutTimes } from './demonstration.ts';
import { fenced } from './fences.ts';
import { commandNames, helpOf, refreshReadme } from './refresh.ts';

const ROOT = new URL('../..', import.meta.url);
const read = (name: string) => fs.readFileSync(new URL(name, ROOT), 'utf8');
const readme = read('README.md');
const queries = fenced(readme, 'sql');

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

describe('README.md', () => {
  it('shows what the commands and the library really print', () => {
    // Where this fails: npm run build && npx tsx test/docs/update-readme.ts
    expect(withoutTimes(readme)).toBe(withoutTimes(refreshReadme(readme, demonstration)));
  });

  it.each(commandNames())('has the help of %s', (name) => {
    expect(readme).toContain(`<!-- help:${name} -->\n\`\`\`text\n${helpOf(name)}\`\`\`\n<!-- /help -->`);
  });

  it('has every command in the table, and every option', () => {
    for (const command of makeProgram().commands) {
      expect(readme).toMatch(new RegExp(`^\\| \\[\`${command.name()}[^|]*\\| \\S`, 'm'));
      for (const { long, description } of command.options) {
        expect(readme).toContain(long);
        expect(description, `${command.name()} ${long}`).not.toBe('');
      }
    }
  });

  it('has every exit code', () => {
    for (const code of Object.values(EXIT)) expect(readme).toMatch(new RegExp(`^\\| ${code} \\| \\S`, 'm'));
  });

  it.each([
    'report',
    'scan fixtures/demo',
    'usage',
    'usage --by namespace',
    'usage --by tag',
    'usage --by kind',
    'orphans',
    'gc',
    'gc --registry 3.1',
    'ls',
    'ls shop/api',
  ])('has the JSON keys of %s', (command) => {
    const name = command.split(' ', 1)[0];
    const row = new RegExp(`^\\| \`${name}\` \\| (.*) \\|$`, 'm').exec(jsonSection())?.[1];
    const answer = JSON.parse(demonstration.run(`stowage ${command} --json`));
    const [schema, ...keys] = Object.keys(answer);
    expect(schema).toBe('schema');
    for (const key of keys) expect(row).toContain(`\`${key}\``);
    for (const key of Object.keys(answer.totals ?? {})) expect(jsonSection()).toContain(`\`${key}\``);
  });

  it('has every table and view of the inventory, and every column of the views', () => {
    const objects = inventory.database
      .prepare<[], { type: string; name: string }>(
        "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    for (const { type, name } of objects) {
      const row = new RegExp(`^\\| [^|]*\`${name}\`[^|]* \\| (.*) \\|$`, 'm').exec(inventorySection())?.[1];
      expect(row, `${type} ${name}`).toBeDefined();
      if (type === 'table') continue;
      for (const column of inventory.database.prepare(`SELECT * FROM ${name}`).columns()) {
        expect(row, `${name}.${column.name}`).toContain(`\`${column.name}\``);
      }
    }
  });

  it('has every code of a problem', () => {
    const codes = /type ProblemCode =([^;]*);/
      .exec(read('src/facts/told/problems.ts'))?.[1]
      ?.match(/[a-z-]+(?=')/g);
    expect(codes?.length).toBeGreaterThan(20);
    for (const code of codes ?? []) expect(inventorySection()).toContain(`\`${code}\``);
  });

  it('has ten queries', () => expect(queries).toHaveLength(10));

  it.each(queries)('has a query with an answer: %s', (query) => {
    expect(inventory.database.prepare(query).all()).not.toHaveLength(0);
  });

  it('tests as CI does', () => {
    const ci = read('.ci/run');
    for (const command of ['npm ci', 'vitest_script test']) expect(ci).toContain(`step ${command}`);
    expect(fenced(readme, 'sh')).toContain('npm ci && npm test\n');
  });
});

describe('ARCHITECTURE.md', () => {
  const architecture = read('ARCHITECTURE.md');

  it('names files that are there, and every folder of src', () => {
    const files = architecture.match(/(?<=\*\*)[a-z-]+(?:\/[a-z-]+)*\.ts(?=\*\*)/g) ?? [];
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) expect(fs.existsSync(new URL(`src/${file}`, ROOT)), file).toBe(true);
    for (const entry of fs.readdirSync(new URL('src', ROOT), { withFileTypes: true })) {
      const name = entry.isDirectory() ? `\`${entry.name}/\`` : `**${entry.name}**`;
      expect(architecture.includes(name), `${name} in ARCHITECTURE.md`).toBe(true);
    }
  });

  it('has a sentence for each dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      expect(architecture).toMatch(new RegExp(`^\\| [^|]*\`${name}\`[^|]* \\| .{40,} \\|$`, 'm'));
    }
  });
});

it('the changelog has this version', () => {
  expect(read('CHANGELOG.md')).toContain(`## ${JSON.parse(read('package.json')).version}`);
});

function jsonSection(): string {
  return section('## JSON', '## The inventory');
}

function inventorySection(): string {
  return section('## The inventory', '## Safety');
}

function section(start: string, end: string): string {
  return readme.slice(readme.indexOf(`\n${start}\n`), readme.indexOf(`\n${end}\n`));
}
