// The SDK records the stack of every promise that is made in the sandbox, for a query that shows where a workflow waits. Here
// the answer is always the interpreter's loop. A step makes a dozen promises, and recording their frames took a tenth of a
// worker's CPU, so keep the stacks short.
Error.stackTraceLimit = 3;

export {};
