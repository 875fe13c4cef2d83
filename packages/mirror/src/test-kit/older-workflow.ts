/** The workflow type `test`, as a worker carries it out whose release does not know the rules of the execution: each task fails. */
export function test(): Promise<never> {
  return Promise.reject(new Error("This worker supports interpreter versions 1 to 0."));
}
