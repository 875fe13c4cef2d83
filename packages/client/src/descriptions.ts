// What the operations do and take, for programs that ask people for their input, such as the command line. It is an entry of its own,
// so that a page in a browser does not have to load the texts.
export { operationDescriptions } from "./generated/descriptions.ts";
export type { FieldDescription, OperationDescription } from "./operation-description.ts";
