import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, Runtime, type WorkflowBundle } from "@temporalio/worker";

/** Lets the SDK log errors only. Call it before a worker first connects. */
export function quietRuntime(): void {
  Runtime.install({ logger: new DefaultLogger("ERROR") });
}

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
