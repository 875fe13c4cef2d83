import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from "@temporalio/worker";

let bundle: Promise<WorkflowBundle> | undefined;

/** The real interpreter, bundled for the workflow sandbox. */
export function interpreterBundle(): Promise<WorkflowBundle> {
  return (bundle ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(import.meta.resolve("@tempograph/interpreter/workflow")),
    workflowInterceptorModules: [fileURLToPath(import.meta.resolve("@tempograph/interpreter/interceptors"))],
    logger: new DefaultLogger("ERROR"),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, conditionNames: ["@tempograph/source", "import", "require", "default"] },
    }),
  }));
}
