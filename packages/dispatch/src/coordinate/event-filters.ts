/**
 * Every filter that takes an event of this type: `order.paid.eu` gives itself, `order.paid.*`, `order.*` and `*`. The
 * filters are those of triggers.
 */
export function filtersOf(eventType: string): readonly string[] {
  const filters = [eventType];
  for (let dot = eventType.lastIndexOf("."); dot !== -1; dot = dot === 0 ? -1 : eventType.lastIndexOf(".", dot - 1))
    filters.push(`${eventType.slice(0, dot + 1)}*`);
  filters.push("*");
  return [...new Set(filters)];
}
