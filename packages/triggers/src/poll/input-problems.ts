import { SchemaCheck, type JsonObject, type Problem, type SourceTypeManifest } from "@tempograph/graph";

/** What is wrong with the input of a source, as far as it is known which sources there are. Paths are JSON Pointers into the trigger. */
export function inputProblems(
  known: readonly SourceTypeManifest[],
  {
    source,
    input,
    connection,
  }: { readonly source: string; readonly input: JsonObject; readonly connection: string | undefined },
): Problem[] {
  const problem = (path: string, message: string, hint: string, code = "INVALID_TRIGGER"): Problem => ({
    ...{ code, severity: "error", path: `/config/${path}`, message, hint },
  });
  const type = known.find((each) => each.type === source);
  if (type === undefined)
    return [
      problem(
        "source",
        `No worker has a source ${JSON.stringify(source)}.`,
        known.length === 0
          ? "Start a worker first: it registers the sources that it has."
          : `Write one of: ${known.map((each) => each.type).join(", ")}; or add the pack that brings it, and start the workers again.`,
        "SOURCE_UNKNOWN",
      ),
    ];
  const problems = new SchemaCheck(type.input)
    .check(input, false)
    .map(({ path, message }) =>
      problem(
        `input${path}`,
        message,
        type.example === undefined
          ? "`sourceTypes` has the schema of the input."
          : `An input that is right looks like ${JSON.stringify(type.example)}.`,
      ),
    );
  if (connection === undefined && type.needsConnection === true)
    problems.push(problem("connection", `The source ${source} needs a connection.`, "Name one of the project."));
  if (connection !== undefined && type.connections === undefined)
    problems.push(problem("connection", `The source ${source} takes no connection.`, "Leave the field out."));
  return problems;
}
