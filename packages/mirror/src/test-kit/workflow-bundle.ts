import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from "@temporalio/worker";

const interpreter = import.meta.resolve("@tempograph/interpreter/workflow");
let bundle: Promise<WorkflowBundle> | undefined;

/** The real interpreter, bundled for the workflow sandbox. */
export function interpreterBundle(): Promise<WorkflowBundle> {
  return (bundle ??= bundleOf(
    fileURLToPath(interpreter),
    fileURLToPath(import.meta.resolve("@tempograph/interpreter/interceptors")),
  ));
}

/** The code of a worker whose release does not know the rules of the execution. */
export function olderBundle(): Promise<WorkflowBundle> {
  return bundleOf(fileURLToPath(new URL("older-workflow.ts", import.meta.url)));
}

function bundleOf(workflowsPath: string, ...workflowInterceptorModules: string[]): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    ...{ workflowsPath, workflowInterceptorModules, logger: new DefaultLogger("ERROR") },
    webpackConfigHook: (config) => ({
      ...config,
      resolve: {
        ...config.resolve,
        conditionNames: ["@tempograph/source", "import", "require", "default"],
        // The SDK for workflows is a dependency of the interpreter, and not of this package.
        modules: [fileURLToPath(new URL("../node_modules", interpreter)), "node_modules"],
      },
    }),
  });
}
