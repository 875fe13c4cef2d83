// The SDK takes a stack trace of every promise that is made in the sandbox, for a query that shows where a workflow waits.
// Here that is always the interpreter's loop; a step costs a dozen promises, and the frames were a tenth of a worker's CPU.
Error.stackTraceLimit = 3;

export {};
