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
/** The most root fields of an operation, because each of them costs as much as a request. */
export const MAX_ROOT_FIELDS = 20;

/**
 * Limits the depth, aliases and root fields of each operation. Fragments count at each place where they are spread, but are measured
 * only once, so the rule runs in linear time. Introspection may be deeper, because its depth is bounded by its tokens.
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
    // Other rules report unknown fragments and cycles.
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
      refuse(
        "levels",
        depth,
        MAX_QUERY_DEPTH,
        "Send several requests, and use the ids of the first answer in the next ones.",
      );
      refuse("aliases", aliases, MAX_QUERY_ALIASES, "Request lists, or send several requests.");
      refuse("root fields", fields, MAX_ROOT_FIELDS, "Send several requests.");
    },
  };
};

interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
}
const nothing: Measure = { depth: 0, aliases: 0, fields: 0 };
