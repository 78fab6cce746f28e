import { escapeText } from '../escape.ts';

const BEYOND_ASCII = /[\x80-\xff]/;

/**
 * A name of the volume as text that no terminal acts on, and that no other name has: the bytes of one that is no UTF-8
 * are spelled `\351`, in octal, as nothing else is.
 */
export function safeName(stored: string | Buffer): string {
  if (typeof stored === 'string') return escapeText(stored);
  const spelled = [...stored.toString('latin1')].map((byte) =>
    BEYOND_ASCII.test(byte) ? `\\${byte.charCodeAt(0).toString(8)}` : escapeText(byte),
  );
  return spelled.join('');
}
