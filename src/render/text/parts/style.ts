import { styleText } from 'node:util';

/** How output looks: where it goes decides, so renderings are given it. */
export interface Style {
  /** Columns of the terminal; Infinity where it is none. */
  readonly width: number;
  heading(text: string): string;
  dim(text: string): string;
  warning(text: string): string;
}

/** A style with or without colours. */
export function makeStyle(width: number, hasColors: boolean): Style {
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    hasColors ? styleText(format, text, { validateStream: false }) : text;
  return { width, heading: paint('bold'), dim: paint('dim'), warning: paint('yellow') };
}
