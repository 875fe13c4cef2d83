import { openApiDocument } from "@tempograph/api";

/** One way to ask for a list. */
export interface ListRequest {
  /** `executions`, `executions?has_incident=true`, `executions?workflow_id&count` */
  readonly name: string;
  /** As in OpenAPI: `/executions/{id}/steps`. */
  readonly path: string;
  /** Parameters with one value in each call. */
  readonly fixed: Readonly<Record<string, string>>;
  /** Parameters whose value differs from call to call, by the names of their values: `executions workflow_id`. */
  readonly varying: Readonly<Record<string, string>>;
  /** Each call asks for the page behind the one before. */
  readonly isPaged: boolean;
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly items?: Schema;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

type Route = { readonly operationId: string; readonly parameters?: readonly Parameter[] };

const OF_ALL_LISTS = new Set(["limit", "cursor", "count", "order"]);

/**
 * Every list of the API, in each order, with each of its filters and each value of an enum, read and counted; and page after page. They are
 * read from OpenAPI, which is made from the registry of operations: a new list or filter is measured without a change here.
 */
export function listRequests(): readonly ListRequest[] {
  const { paths } = openApiDocument() as unknown as { readonly paths: Record<string, { readonly get?: Route }> };
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get?.parameters?.some(({ name }) => name === "cursor") === true
      ? requestsOf(path, get.operationId, get.parameters)
      : [],
  );
}

function requestsOf(path: string, list: string, parameters: readonly Parameter[]): ListRequest[] {
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  const always = Object.fromEntries(inPath.map(({ name }) => [name, `${list} ${name}`]));
  const request = (
    name: string,
    fixed: ListRequest["fixed"] = {},
    varying: ListRequest["varying"] = {},
    isPaged = false,
  ): ListRequest => ({ name: `${list}${name}`, path, fixed, varying: { ...always, ...varying }, isPaged });
  const orders = parameters.find(({ name }) => name === "order")?.schema.enum ?? [];
  const counted = ({ name, fixed, varying }: ListRequest): ListRequest => ({
    ...{ name: `${name}${name.includes("?") ? "&" : "?"}count`, path, varying, isPaged: false },
    fixed: { ...fixed, count: "true", limit: "1" },
  });
  const filtered = parameters
    .filter((parameter) => parameter.in === "query" && !OF_ALL_LISTS.has(parameter.name))
    .flatMap(({ name, schema }) => {
      const values = valuesOf(schema);
      if (values === undefined) return [request(`?${name}`, {}, { [name]: valueName(list, name, schema) })];
      return values.map((value) => request(`?${name}=${value}`, { [name]: value }));
    });
  return [
    request(""),
    counted(request("")),
    ...(inPath.length === 0 ? [request("?cursor", {}, {}, true)] : []),
    ...orders.filter((order) => order !== "newest_first").map((order) => request(`?order=${order}`, { order })),
    ...filtered.flatMap((each) => [each, counted(each)]),
  ];
}

/** All values of the schema, if they are few. */
function valuesOf({ type, enum: values, items }: Schema): readonly string[] | undefined {
  if (type === "boolean") return ["true", "false"];
  return values ?? items?.enum;
}

/** Moments are the same for all lists. */
function valueName(list: string, name: string, { format }: Schema): string {
  return format === "date-time" ? "moment" : `${list} ${name}`;
}
