import { UsageError } from '../../errors.ts';
import { WrittenDigest } from './written-digest.ts';

/** How a list is written. */
export type ListForm = 'lines' | CsvForm;

/** Columns by number, from 0. */
export interface CsvForm {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  readonly digest: number;
  readonly size?: number;
  readonly status?: number;
}

const DELIMITERS = [',', ';', '\t', '|'];
const GZIP = Buffer.from([0x1f, 0x8b]);
const UTF16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * How a list is written, by its beginning: with columns where the first line has a column `digest`, or a digest and
 * something behind it; else one digest a line.
 * @throws UsageError for what is no text
 */
export function formOf(beginning: Buffer): ListForm {
  assertText(beginning);
  const first = beginning
    .toString()
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .find((line) => !isPassedOver(line));
  if (first === undefined) return 'lines';
  for (const delimiter of DELIMITERS) {
    const form = csvFormOf(delimiter, fieldsOf(first, delimiter));
    if (form !== undefined) return form;
  }
  return 'lines';
}

/** True for a blank line and a comment. */
export function isPassedOver(line: string): boolean {
  return line.trim() === '' || line.startsWith('#');
}

function csvFormOf(delimiter: string, fields: readonly string[]): CsvForm | undefined {
  const names = fields.map((field) => field.toLowerCase());
  const digest = names.indexOf('digest');
  if (digest >= 0) {
    const [size, status] = [names.indexOf('size'), names.indexOf('status')];
    return {
      delimiter,
      hasHeader: true,
      digest,
      ...(size >= 0 && { size }),
      ...(status >= 0 && { status }),
    };
  }
  // What a database writes where nobody asks for names.
  const [first = '', second = ''] = fields;
  if (fields.length < 2 || !new WrittenDigest().parse(first)) return undefined;
  return { delimiter, hasHeader: false, digest: 0, ...(/^\d+$/.test(second) && { size: 1 }) };
}

function fieldsOf(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((field) => unquote(field));
}

/** A field without what may stand around it. */
export function unquote(field: string): string {
  const text = field.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

function assertText(beginning: Buffer): void {
  if (beginning.subarray(0, 2).equals(GZIP))
    throw new UsageError("The list is compressed: unpack it, as in 'zcat list.gz | stowage reconcile -'.");
  if (UTF16.some((mark) => beginning.subarray(0, 2).equals(mark)))
    throw new UsageError('The list is UTF-16: write it as UTF-8.');
  if (beginning.includes(0))
    throw new UsageError('The list is no text: expected one digest a line, or CSV with a column digest.');
}
