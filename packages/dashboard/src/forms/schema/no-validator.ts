/**
 * Stands in for the form library's own validator, which compiles schemas to code. Only the library's test kit names it, and that is part of its main file, so the
 * build has to find something.
 */
const none: undefined = undefined;
// oxlint-disable-next-line import/no-default-export -- the library imports a default
export default none;
