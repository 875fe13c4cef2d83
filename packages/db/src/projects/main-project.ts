/** The project that every installation has. What was stored before there were projects belongs to it. */
export const MAIN_PROJECT = "main";
