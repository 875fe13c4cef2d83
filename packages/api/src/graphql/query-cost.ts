import {
  Kind,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { DEFAULT_PAGE, LARGEST_PAGE } from "../app/page.ts";

/** The most fields that an answer may have. */
export const MAX_QUERY_COST = 100_000;
/** What loading one object by its id costs, in fields: so many of them are as expensive as the longest page. */
const COST_OF_A_LOAD = MAX_QUERY_COST / LARGEST_PAGE / 2;
/** The assumed number of entries of a list that is not a connection. */
const USUAL_LIST = 10;

interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The most fields that the answer can have; a page counts with the requested length. Each selection set is visited once. */
export function queryCost({ schema, document, operation, variables: given }: Operation): number {
  const variables = withDefaults(operation, given);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<SelectionSetNode, number>();

  function costOf(selections: SelectionSetNode, type: GraphQLNamedType | undefined): number {
    const before = known.get(selections);
    if (before !== undefined) return before;
    let cost = 0;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) cost += costOfField(selection, type);
      else {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const on = inner?.typeCondition ? schema.getType(inner.typeCondition.name.value) : type;
        cost += inner ? costOf(inner.selectionSet, on) : 0;
      }
    }
    known.set(selections, cost);
    return cost;
  }

  function costOfField(field: FieldNode, parent: GraphQLNamedType | undefined): number {
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    if (!field.selectionSet || definition === undefined) return 1;
    const type = getNamedType(definition.type);
    const ids = idsOf(field, variables);
    if (ids !== undefined) return 1 + ids * (COST_OF_A_LOAD + costOf(field.selectionSet, type));
    let times = 1;
    if (type.name.endsWith("Connection")) times = pageLength(field, variables);
    else if (isListType(getNullableType(definition.type)) && !parent?.name.endsWith("Connection")) times = USUAL_LIST;
    return 1 + times * costOf(field.selectionSet, type);
  }

  return costOf(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
}

/** The values of the variables, for those that the request leaves out the ones that the query gives them. */
function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Operation["variables"],
): Operation["variables"] {
  const defaults = variableDefinitions.flatMap(({ variable: { name }, defaultValue }) =>
    defaultValue !== undefined && given[name.value] === undefined
      ? [[name.value, valueFromASTUntyped(defaultValue)] as const]
      : [],
  );
  return { ...given, ...Object.fromEntries(defaults) };
}

/** The number of ids that the field loads; undefined if it has no argument `ids`. */
function idsOf(field: FieldNode, variables: Readonly<Record<string, unknown>>): number | undefined {
  const value = field.arguments?.find(({ name }) => name.value === "ids")?.value;
  if (value === undefined) return undefined;
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  if (Array.isArray(given)) return given.length;
  return value.kind === Kind.LIST ? value.values.length : 1;
}

/** The longest page that the arguments may mean. Where both are given, the list decides which of them counts. */
function pageLength({ arguments: given = [] }: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  const lengths = given
    .filter(({ name }) => name.value === "first" || name.value === "last")
    .map(({ value }): unknown => valueFromASTUntyped(value, variables))
    .filter((length) => typeof length === "number");
  return lengths.length === 0 ? DEFAULT_PAGE : Math.min(Math.max(...lengths, 1), LARGEST_PAGE);
}
