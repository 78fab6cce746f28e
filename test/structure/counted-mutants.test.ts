import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeHash } from '../soak/mutants/code-hash.ts';
import { NEW, readCounted, type Survivor } from '../soak/mutants/counted.ts';
import { filesOf, SETS } from '../soak/mutants/sets.ts';

/*
 * Planting each fault anew takes hours. So for each file it is kept which faults its tests do not see, and why they may be
 * left; here it is held that the code is still the one of which this was found.
 */

describe.each(Object.entries(SETS))('the mutants of %s', (name, set) => {
  const counted = readCounted(name);
  const files = filesOf(set);

  it('are those of the code as it is', () => {
    const changed = files.filter((file) => counted[file] && counted[file].code !== hashOf(file));
    const toDo = `npm run mutants -- ${name} ${changed.join(' ')}`;
    expect(changed, `changed since its mutants were counted; run: ${toDo}`).toEqual([]);
  });

  const isRead = ({ why }: Survivor) => !why.startsWith(NEW) && !why.startsWith('unread');

  it('survive for a reason', () => {
    const unexplained = Object.entries(counted).flatMap(([file, result]) =>
      (result?.survivors ?? []).filter((each) => !isRead(each)).map((each) => ({ file, ...each })),
    );
    expect(unexplained, `say why, in test/soak/survivors/${name}.json`).toEqual([]);
  });

  it('are counted file by file, or the file is listed as one in which nobody has counted', () => {
    expect(files.length).toBeGreaterThan(2);
    expect(Object.keys(counted)).toEqual(files);
    const never = files.filter((file) => counted[file] === null);
    if (never.length > 0) console.info(`mutants of ${name} never counted: ${never.join(' ')}`);
  });
});

describe('the hash of code', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the code that is hashed has a template of its own.
  const code = 'const a = 1;\nexport function b(): number {\n  return a + `${a} `.length;\n}\n';
  it.each([
    ['a comment', `// more\n${code.replace('return', '/* all */ return')}`],
    ['a comment for documentation', code.replace('export', '/** What it is. */\nexport')],
    ['white space', code.replaceAll('\n', '\n\n  ')],
    ['an import', `import { c } from './c.ts';\n${code}`],
    ['a type', `interface C { readonly a: string }\n${code}`],
  ])('does not change with %s', (_, other) => {
    expect(codeHash(other)).toBe(codeHash(code));
  });

  it.each([
    ['an operator', code.replace('+', '-')],
    ['a number', code.replace('1', '2')],
    ['white space in a text', code.replace('} `', '}  `')],
    ['a name', code.replace('b()', 'c()')],
  ])('changes with %s', (_, other) => {
    expect(codeHash(other)).not.toBe(codeHash(code));
  });
});

function hashOf(file: string): string {
  return codeHash(fs.readFileSync(file, 'utf8'));
}
