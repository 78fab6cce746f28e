import {
  type BaseType,
  type Context,
  derefType,
  IntersectionType,
  MappedTypeNodeParser,
  ObjectProperty,
  ObjectType,
  type UnionType,
} from 'ts-json-schema-generator';

type MappedNode = Parameters<MappedTypeNodeParser['createType']>[0];

/**
 * Reads `Pick` and `Omit` as TypeScript does: what may be absent in the type may be absent in what is picked of it, which
 * the generator forgets.
 */
export class OptionalMembers extends MappedTypeNodeParser {
  protected override getProperties(node: MappedNode, keys: UnionType, context: Context): ObjectProperty[] {
    const properties = super.getProperties(node, keys, context);
    const { type } = node;
    if (type === undefined || !('objectType' in type)) return properties;
    const source = this.childNodeParser.createType(type.objectType as never, context);
    return properties.map((each) =>
      isOptionalIn(source, each.getName()) ? new ObjectProperty(each.getName(), each.getType(), false) : each,
    );
  }
}

function isOptionalIn(type: BaseType, name: string): boolean {
  const source = derefType(type);
  if (source instanceof IntersectionType)
    return source.getTypes().every((each) => lacksOrOptional(each, name));
  return source instanceof ObjectType && propertyOf(source, name)?.isRequired() === false;
}

function lacksOrOptional(type: BaseType, name: string): boolean {
  const source = derefType(type);
  return !(source instanceof ObjectType) || propertyOf(source, name)?.isRequired() !== true;
}

/** Its own, or that of an interface that it extends. */
function propertyOf(type: ObjectType, name: string): ObjectProperty | undefined {
  const own = type.getProperties().find((each) => each.getName() === name);
  if (own !== undefined) return own;
  for (const base of type.getBaseTypes()) {
    const source = derefType(base);
    const inherited = source instanceof ObjectType ? propertyOf(source, name) : undefined;
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}
