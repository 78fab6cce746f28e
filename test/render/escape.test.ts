import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, isHarmless } from '../../src/render/escape.ts';
import { renderLs } from '../../src/render/text/ls.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';

describe('escapeText', () => {
  it('leaves every printable character of ASCII as it is, but the backslash, with which it escapes', () => {
    for (let code = 0x20; code < 0x7f; code++) {
      const char = String.fromCharCode(code);
      expect(escapeText(char)).toBe(char === '\\' ? '\\\\' : char);
    }
  });

  it('spells out every control character, C0, DEL and C1', () => {
    for (const code of [...Array(0x20).keys(), 0x7f, ...Array.from({ length: 0x20 }, (_, at) => 0x80 + at)]) {
      expect(escapeText(String.fromCharCode(code))).toBe(`\\x${code.toString(16).padStart(2, '0')}`);
    }
  });

  it('leaves every printable character of Latin-1 as it is', () => {
    for (let code = 0xa0; code < 0x100; code++)
      expect(escapeText(String.fromCharCode(code))).toBe(String.fromCharCode(code));
  });

  it.each([
    ['right-to-left override', '\u202e'],
    ['right-to-left embedding', '\u202b'],
    ['left-to-right isolate', '\u2066'],
    ['pop directional isolate', '\u2069'],
    ['Arabic letter mark', '\u061c'],
    ['right-to-left mark', '\u200f'],
    ['line separator', '\u2028'],
    ['paragraph separator', '\u2029'],
    ['zero width space', '\u200b'],
    ['zero width joiner', '\u200d'],
    ['word joiner', '\u2060'],
    ['byte order mark', '\ufeff'],
    ['interlinear annotation', '\ufff9'],
  ])('spells out what hides or turns text: %s', (_, char) => {
    expect(escapeText(`a${char}b`)).toBe(`a\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}b`);
  });

  it('spells out what decoding leaves of bytes that are no UTF-8', () => {
    expect(escapeText(Buffer.from([0x61, 0xff]).toString())).toBe('a\\ufffd');
  });

  it.each(['größe', '日本語', 'emoji 🐳', 'עברית', 'a/b.c_d-e:1@2'])('leaves %s as it is', (text) => {
    expect(escapeText(text)).toBe(text);
  });

  it.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u001b]52;c;cm0gLXJm\u0007', '\\x1b]52;c;cm0gLXJm\\x07'], // writes to the clipboard
    ['\u009b2J', '\\x9b2J'], // clears the screen, in one C1 byte
    ['a\nstowage: all is well', 'a\\x0astowage: all is well'], // fakes a line
    ['safe\rfake', 'safe\\x0dfake'], // overwrites one
  ])('takes the effect of %j away', (text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  it('keeps different texts different', () => {
    const tricky = fc.string({
      unit: fc.constantFrom('\\', 'x', '1', 'b', '\u001b', 'u', '\n', '0', 'a'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(tricky, tricky, (a, b) => {
        expect(escapeText(a) === escapeText(b)).toBe(a === b);
      }),
      { numRuns: 5000 },
    );
    expect(escapeText('\\x1b')).not.toBe(escapeText('\u001b'));
  });

  it('keeps every name on one line', () => {
    const names = ['a', 'b\nc'];
    const listed = { repositories: names };
    expect(renderLs({ names, listed, complete: true, exitCode: 0 }, makeStyle(80, false))).toBe(
      'a\nb\\x0ac\n',
    );
  });
});

describe('bytes that are printed as they are', () => {
  it.each([
    ['{\n  "schemaVersion": 2\r\n}', true],
    ['tab\tand \\n', true],
    ['äöü 中文', true],
    ['\u001b[2J', false],
    ['\u009b31m', false],
    ['\u202e', false],
    [Buffer.from([0x61, 0xff]).toString(), false],
  ])('%j are harmless to a terminal: %s', (text, harmless) => expect(isHarmless(text)).toBe(harmless));
});
