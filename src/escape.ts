/*
 * C0 and C1 controls, DEL, the marks that turn the direction of text, line and paragraph separators, and what decoding
 * leaves of bytes that are no UTF-8: each can hide, move or fake text on a terminal. The backslash begins what stands
 * for them.
 */
const DANGEROUS =
  /[\\\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffd]/g;

/** What lays text out, and the backslash, which only begins what stands for others. */
const HARMLESS = /[\\\t\r\n]/g;

/** True for text that no terminal acts on, but for breaking lines. */
export function isHarmless(text: string): boolean {
  return text.replace(HARMLESS, '').search(DANGEROUS) < 0;
}

/**
 * Makes text from a volume safe for a terminal: what could act on it is spelled out, so that different names stay
 * different. Everything that is printed and came from a volume passes through here.
 */
export function escapeText(text: string): string {
  return text.replace(DANGEROUS, (char) => {
    if (char === '\\') return '\\\\';
    const code = char.charCodeAt(0);
    return code <= 0xff
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
