import { randomBytes } from 'node:crypto';
import { RegistryFault } from './fault.ts';
import { type ByteRange, readRanges } from './ranges.ts';

/** What is asked of bytes that are there. */
export interface ContentRequest {
  readonly isHead: boolean;
  header(name: string): string | undefined;
}

/** Bytes that are there, by their digest. */
export interface Content {
  readonly digest: string;
  readonly type: string;
  readonly size: number;
}

/** What to answer: the headers, and what the body is made of, in this order. */
export interface ContentAnswer {
  readonly status: 200 | 206 | 304;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where there is no body to send. */
  readonly parts: readonly ContentPart[];
}

/** Bytes of the content, or between two of its ranges. */
export type ContentPart = ByteRange | Buffer;

/**
 * What a request for some content gets: all of it or ranges, its headers alone, or word that it is what the client has.
 * What `hono/etag` does for the last needs the body first, which would be opened and never read.
 * @throws RegistryFault where it asks for ranges of which none is there.
 */
export function answerContent(content: Content, request: ContentRequest): ContentAnswer {
  const { digest, type, size } = content;
  const etag = `"${digest}"`;
  const headers = { 'docker-content-digest': digest, etag };
  if (isKnown(request.header('if-none-match'), etag)) return { status: 304, headers, parts: [] };
  const whole = { ...headers, 'content-type': type, 'accept-ranges': 'bytes' };
  const all = { start: 0, end: size };
  const length = { 'content-length': String(size) };
  if (request.isHead) return { status: 200, headers: { ...whole, ...length }, parts: [] };
  const ranges = rangesOf(request, size, etag);
  if (ranges === 'none')
    throw new RegistryFault('RANGE_INVALID', { size }, { 'content-range': `bytes */${size}` });
  if (ranges === 'all') return { status: 200, headers: { ...whole, ...length }, parts: [all] };
  return { status: 206, ...answerRanges(content, whole, ranges) };
}

/** Whether a client has it (`If-None-Match`, RFC 9110, section 13.1.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** Ranges of what the client has a part of, unless that is something else (`If-Range`). */
function rangesOf(request: ContentRequest, size: number, etag: string): ByteRange[] | 'all' | 'none' {
  const condition = request.header('if-range');
  return condition === undefined || condition === etag ? readRanges(request.header('range'), size) : 'all';
}

function answerRanges(
  { type, size }: Content,
  headers: Readonly<Record<string, string>>,
  ranges: readonly ByteRange[],
): Pick<ContentAnswer, 'headers' | 'parts'> {
  const [first] = ranges;
  if (first !== undefined && ranges.length === 1) {
    const { start, end } = first;
    return {
      headers: { ...headers, 'content-range': spell(first, size), 'content-length': String(end - start) },
      parts: ranges,
    };
  }
  const boundary = randomBytes(30).toString('hex');
  const parts = ranges.flatMap((range, at): ContentPart[] => {
    const head = `--${boundary}\r\nContent-Range: ${spell(range, size)}\r\nContent-Type: ${type}\r\n\r\n`;
    return [Buffer.from(at === 0 ? head : `\r\n${head}`), range];
  });
  parts.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  const bytes = parts.reduce((sum, part) => sum + lengthOf(part), 0);
  const multipart = { 'content-type': `multipart/byteranges; boundary=${boundary}` };
  return { headers: { ...headers, ...multipart, 'content-length': String(bytes) }, parts };
}

function spell({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end - 1}/${size}`;
}

function lengthOf(part: ContentPart): number {
  return Buffer.isBuffer(part) ? part.length : part.end - part.start;
}

/** The body of an answer whose content is in memory. */
export function joinParts(parts: readonly ContentPart[], content: Buffer): Buffer {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined && !Buffer.isBuffer(first))
    return content.subarray(first.start, first.end);
  return Buffer.concat(
    parts.map((part) => (Buffer.isBuffer(part) ? part : content.subarray(part.start, part.end))),
  );
}
