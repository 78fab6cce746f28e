/** An object of a JSON document that anybody may have written. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that a document is; undefined where it is none, or no JSON. Never throws on bad input. */
export function parseObject(content: Buffer): JsonObject | undefined {
  try {
    return asObject(JSON.parse(content.toString()));
  } catch {
    return undefined;
  }
}

/** What of a value is an object, no list and not null. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The text of a member; undefined where it is none, or empty. */
export function textIn(object: JsonObject | undefined, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The items of a member that is a list; none where it is no list. */
export function itemsIn(object: JsonObject | undefined, name: string): readonly unknown[] {
  const value = object?.[name];
  return Array.isArray(value) ? value : [];
}

/** The members of a member that are texts: labels, annotations. */
export function textsIn(object: JsonObject | undefined, name: string): Readonly<Record<string, string>> {
  const members = Object.entries(asObject(object?.[name]) ?? {});
  return Object.fromEntries(
    members.filter((member): member is [string, string] => typeof member[1] === 'string'),
  );
}
