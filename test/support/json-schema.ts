type Schema = boolean | Readonly<Record<string, unknown>>;
type Check = (
  value: unknown,
  argument: never,
  schema: Readonly<Record<string, unknown>>,
  root: Schema,
) => boolean;

/** True for a value that is as a JSON schema says, of which it knows the words that ours use. */
export function fits(value: unknown, schema: Schema, root: Schema = schema): boolean {
  if (typeof schema === 'boolean') return schema;
  return Object.entries(schema).every(([word, argument]) => {
    const check = CHECKS[word];
    if (check === undefined) throw new Error(`'${word}' of JSON schema is not known here.`);
    return check(value, argument as never, schema, root);
  });
}

const isText = (value: unknown) => typeof value === 'string';
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const keysOf = (value: unknown) => (isObject(value) ? Object.keys(value as object) : []);
const always = () => true;

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: isText,
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
};

const CHECKS: Readonly<Record<string, Check>> = {
  $schema: always,
  title: always,
  description: always,
  definitions: always,
  $ref: (value, path: string, _, root) => fits(value, definition(path, root), root),
  type: (value, types: string | string[]) => [types].flat().some((type) => TYPES[type]?.(value)),
  enum: (value, values: unknown[]) => values.includes(value),
  const: (value, only: unknown) => value === only,
  minimum: (value, least: number) => typeof value !== 'number' || value >= least,
  pattern: (value, text: string) => !isText(value) || new RegExp(text, 'u').test(value as string),
  minItems: (value, least: number) => !Array.isArray(value) || value.length >= least,
  items: (value, each: Schema, _, root) =>
    !Array.isArray(value) || value.every((item) => fits(item, each, root)),
  required: (value, keys: string[]) => !isObject(value) || keys.every((key) => keysOf(value).includes(key)),
  properties: (value, schemas: Record<string, Schema>, _, root) =>
    keysOf(value).every((key) => fits((value as Record<string, unknown>)[key], schemas[key] ?? true, root)),
  additionalProperties: (value, allowed: boolean, { properties }) =>
    allowed || keysOf(value).every((key) => keysOf(properties).includes(key)),
  anyOf: (value, schemas: Schema[], _, root) => schemas.some((schema) => fits(value, schema, root)),
  allOf: (value, schemas: Schema[], _, root) => schemas.every((schema) => fits(value, schema, root)),
};

function definition(path: string, root: Schema): Schema {
  const { definitions } = root as { definitions: Record<string, Schema> };
  const found = definitions[path.replace('#/definitions/', '')];
  if (found === undefined) throw new Error(`The schema has no ${path}.`);
  return found;
}
