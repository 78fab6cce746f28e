import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type Scalar,
  type YAMLError,
} from 'yaml';
import type { UsageError } from '../../errors.ts';
import { faultAt, type Place, type PolicyEntry, type PolicyNode, type ScalarNode } from './policy-node.ts';

type PlaceOf = (offset: number) => Place;
type ParsedPair = { key: ParsedNode; value: ParsedNode | null };

/** What is wrong where YAML's own words are for programmers. */
const SENTENCES: Readonly<Record<string, string>> = {
  BAD_ALIAS: "a '*' begins an alias in YAML: write a pattern that begins with '*' in quotes.",
  MULTIPLE_DOCS: 'a second document begins here: expected one.',
  TAB_AS_INDENT: 'a tab stands where YAML wants spaces.',
  TAG_RESOLVE_FAILED: "a '!' begins a type in YAML: write a text that begins with '!' in quotes.",
};

/**
 * The content of a policy file; undefined where there is none.
 * @throws UsageError for what is no YAML, and for what of YAML a policy does not need: anchors, aliases, keys that are
 * no text.
 */
export function readYaml(text: string, file: string): PolicyNode | undefined {
  const lines = new LineCounter();
  // YAML's own search for keys that stand twice compares each with each.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw yamlFault(problem, placeOf);
  const { contents } = document;
  return contents === null || (isScalar(contents) && contents.value === null)
    ? undefined
    : toNode(contents, placeOf);
}

function yamlFault({ code, message, pos }: YAMLError, placeOf: PlaceOf): UsageError {
  const [sentence] = (SENTENCES[code] ?? `this is no YAML: ${message}.`).split('\n', 1);
  return faultAt(placeOf(pos[0]), sentence as string);
}

function toNode(node: ParsedNode, placeOf: PlaceOf): PolicyNode {
  const at = placeOf(node.range[0]);
  if (isAlias(node))
    throw faultAt(
      at,
      `'*${node.source}' is an alias in YAML: write a pattern that begins with '*' in quotes, and repeat what an anchor has.`,
    );
  if (node.anchor !== undefined)
    throw faultAt(at, `'&${node.anchor}' is an anchor in YAML, which a policy cannot have.`);
  if (isMap<ParsedNode, ParsedNode | null>(node))
    return { kind: 'mapping', at, entries: toEntries(node.items as ParsedPair[], placeOf) };
  if (isSeq<ParsedNode>(node))
    return { kind: 'list', at, items: node.items.map((item) => toNode(item, placeOf)) };
  return toScalar(node as Scalar.Parsed, at);
}

function toEntries(pairs: readonly ParsedPair[], placeOf: PlaceOf): PolicyEntry[] {
  const places = new Map<string, Place>();
  return pairs.map(({ key, value }) => {
    const keyAt = placeOf(key.range[0]);
    if (!isScalar(key)) throw faultAt(keyAt, 'a list or a mapping stands where a key should.');
    const name = key.source;
    const before = places.get(name);
    if (before !== undefined)
      throw faultAt(keyAt, `'${name}' stands here again: expected it once, and line ${before.line} has it.`);
    places.set(name, keyAt);
    const nothing: ScalarNode = { kind: 'scalar', at: keyAt, value: null, text: '' };
    return { key: name, keyAt, value: value === null ? nothing : toNode(value, placeOf) };
  });
}

function toScalar({ value, source }: Scalar.Parsed, at: Place): ScalarNode {
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  return { kind: 'scalar', at, value: isPlain ? (value as string) : null, text: source };
}
