import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../structure/source-files.ts';
import { page, section } from './pages.ts';

const WORDS = [
  'blob',
  'manifest',
  'index',
  'revision',
  'layer link',
  'stray link',
  'deviant link',
  'closure',
  'state',
  'undetermined',
  'doubt',
  'gatherer',
  'collection',
  'inventory',
  'contents',
];

const glossary = page('docs/glossary.md');
const files = sourceFiles();

describe('the glossary', () => {
  it('has fifteen words, and no other', () => {
    expect(WORDS).toHaveLength(15);
    expect([...glossary.text.matchAll(/^## (.*)$/gm)].map(([, word]) => word)).toEqual(WORDS);
  });

  it.each(WORDS)('says in a sentence what %s means', (word) => {
    expect(section(glossary, `## ${word}`)).toMatch(/^\n+[A-Z].{40,}/);
  });

  it.each(WORDS)('has no word that the source does not use: %s', (word) => {
    // In prose, or as a name: `layer link`, `layer_link`, `layerLink`.
    const use = new RegExp(`\\b${word.replace(' ', '[ _]?')}s?\\b`, 'i');
    expect(files.some(({ text }) => use.test(text))).toBe(true);
  });
});
