import { DefaultFailureConverter } from "@temporalio/common";

/**
 * Puts messages and stack traces of failures into a payload, so that the codec encrypts them. The worker uses it, inside and outside of the
 * workflow sandbox, where payloads are encrypted; both forms are read everywhere.
 */
export const failureConverter: DefaultFailureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
