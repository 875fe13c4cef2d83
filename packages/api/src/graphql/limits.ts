import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from "graphql";

export const MAX_QUERY_DEPTH = 12;
export const MAX_QUERY_ALIASES = 30;
export const MAX_QUERY_TOKENS = 2_000;
/** Root fields of one operation, so that one request is not a hundred. */
export const MAX_ROOT_FIELDS = 20;

/**
 * Depth, aliases and root fields of each operation, fragments counted where they are spread. Introspection alone may
 * go as deep as it needs: its depth is bounded by its tokens. Runs in linear time: fragments are measured once.
 */
export const limitsRule: ValidationRule = (context: ValidationContext): ASTVisitor => {
  const fragments = new Map<string, Measure>();

  function measure(selections: SelectionSetNode, open: ReadonlySet<string>): Measure {
    let depth = 0;
    let aliases = 0;
    let fields = 0;
    for (const selection of selections.selections) {
      let inner: Measure = nothing;
      let own = 0;
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value.startsWith("__")) continue;
        own = 1;
        aliases += selection.alias === undefined ? 0 : 1;
        if (selection.selectionSet) inner = measure(selection.selectionSet, open);
        fields += 1;
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        inner = measure(selection.selectionSet, open);
        fields += inner.fields;
      } else {
        inner = measureFragment(selection.name.value, open);
        fields += inner.fields;
      }
      depth = Math.max(depth, own + inner.depth);
      aliases += inner.aliases;
    }
    return { depth, aliases, fields };
  }

  function measureFragment(name: string, open: ReadonlySet<string>): Measure {
    const known = fragments.get(name);
    if (known) return known;
    const fragment = context.getFragment(name);
    // Unknown fragments and cycles are told by their own rules.
    if (!fragment || open.has(name)) return nothing;
    const found = measure(fragment.selectionSet, new Set([...open, name]));
    fragments.set(name, found);
    return found;
  }

  return {
    OperationDefinition(operation) {
      const { depth, aliases, fields } = measure(operation.selectionSet, new Set());
      const refuse = (what: string, is: number, most: number, hint: string) => {
        if (is <= most) return;
        const message = `The operation has ${String(is)} ${what}; at most ${String(most)} are allowed.`;
        context.reportError(
          new GraphQLError(message, { nodes: operation, extensions: { code: "QUERY_TOO_LARGE", hint, cure: hint } }),
        );
      };
      refuse("levels", depth, MAX_QUERY_DEPTH, "Ask in several requests, from the ids that the first one gave.");
      refuse("aliases", aliases, MAX_QUERY_ALIASES, "Ask for lists, or in several requests.");
      refuse("root fields", fields, MAX_ROOT_FIELDS, "Ask in several requests.");
    },
  };
};

interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
}
const nothing: Measure = { depth: 0, aliases: 0, fields: 0 };
