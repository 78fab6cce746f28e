/*
 * JSON as Go's encoding/json decodes it into a struct, because that is how a registry reads a manifest: keys match
 * in any case, the last of several wins, null leaves a scalar as it was, and a wrong type in a known field fails
 * the whole document.
 */

/** The Go type a JSON value is decoded into. Field names are in lower case. */
export type GoShape =
  | 'string'
  | 'integer'
  | 'any'
  | { readonly list: GoShape }
  | { readonly map: GoShape }
  | { readonly fields: GoFields };

export type GoFields = ReadonlyMap<string, GoShape>;

/** A decoded struct: only known fields, under their lower-case names. */
export type GoStruct = { [field: string]: unknown };

/** Raised by {@link decodeGo} on a value that Go would refuse. */
export class GoDecodeFault extends Error {}

/** Go refuses documents nested deeper than this (encoding/json, maxNestingDepth). */
const MAX_DEPTH = 10_000;
const MAX_INT64 = 2 ** 63;
const NOT_PLAIN_INTEGER = /"(?:schemaversion|size)"\s*:\s*-?\d+[.e]/i;

/** Parses a document as Go would accept it. Throws {@link GoDecodeFault} where it would not. */
export function parseGoJson(content: Buffer): unknown {
  if (content.length === 0) throw new GoDecodeFault('unexpected end of JSON input');
  const text = content.toString();
  if (text.length > 2 * MAX_DEPTH && depthOf(text) > MAX_DEPTH) throw new GoDecodeFault('exceeded max depth');
  if (NOT_PLAIN_INTEGER.test(text)) throw new GoDecodeFault('cannot unmarshal number into an integer field');
  try {
    return JSON.parse(text);
  } catch {
    throw new GoDecodeFault('not valid JSON');
  }
}

/** Decodes a parsed value into a shape; undefined stands for Go's zero value. */
export function decodeGo(value: unknown, shape: GoShape): unknown {
  if (value === null || value === undefined || shape === 'any') return value ?? undefined;
  if (shape === 'string') return expectType(value, 'string');
  if (shape === 'integer') return decodeInteger(value);
  if ('list' in shape) return decodeList(value, shape.list);
  if ('map' in shape) return decodeMap(value, shape.map);
  return decodeStruct(value, shape.fields);
}

/** Decodes an object into the fields a Go struct has. */
export function decodeStruct(value: unknown, fields: GoFields): GoStruct {
  const decoded: GoStruct = Object.create(null);
  if (value === null || value === undefined) return decoded;
  const object = expectObject(value);
  for (const key of Object.keys(object)) {
    const name = foldKey(key);
    const shape = fields.get(name);
    if (shape === undefined) continue;
    const item = decodeGo(object[key], shape);
    const keepsEarlier = item === undefined && (shape === 'string' || shape === 'integer');
    if (!keepsEarlier) decoded[name] = item;
  }
  return decoded;
}

/** Go folds these two beyond ASCII: long s (U+017F) and the Kelvin sign (U+212A), which lower case covers. */
function foldKey(key: string): string {
  return key.toLowerCase().replaceAll('\u017f', 's');
}

function decodeList(value: unknown, item: GoShape): unknown[] {
  if (!Array.isArray(value)) throw mismatch(value, 'a list');
  return value.map((element) => decodeGo(element, item) ?? zeroOf(item));
}

function decodeMap(value: unknown, item: GoShape): Record<string, unknown> {
  const object = expectObject(value);
  const decoded: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(object)) decoded[key] = decodeGo(object[key], item) ?? zeroOf(item);
  return decoded;
}

function zeroOf(shape: GoShape): unknown {
  if (shape === 'string') return '';
  if (shape === 'integer') return 0;
  return typeof shape === 'object' && 'fields' in shape ? Object.create(null) : undefined;
}

function decodeInteger(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw mismatch(value, 'an integer');
  if (value >= MAX_INT64 || value < -MAX_INT64) throw mismatch(value, 'a 64-bit integer');
  return value;
}

function expectType(value: unknown, type: 'string'): string {
  if (typeof value !== type) throw mismatch(value, `a ${type}`);
  return value as string;
}

function expectObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || Array.isArray(value)) throw mismatch(value, 'an object');
  return value as Record<string, unknown>;
}

function mismatch(value: unknown, expected: string): GoDecodeFault {
  const found = Array.isArray(value) ? 'list' : typeof value;
  return new GoDecodeFault(`cannot unmarshal a ${found} where ${expected} belongs`);
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth);
    else if (char === ']' || char === '}') depth--;
  }
  return deepest;
}
