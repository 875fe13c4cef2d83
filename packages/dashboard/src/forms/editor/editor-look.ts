import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The colours of code. Each pair has a contrast of at least 4.5 on its background. */
const colours = HighlightStyle.define([
  { tag: [tags.string, tags.special(tags.string)], color: "light-dark(#0a5c2b, #8ce99a)" },
  { tag: [tags.number, tags.bool, tags.null], color: "light-dark(#8a3b00, #ffc078)" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "light-dark(#7a1fa2, #e599f7)" },
  { tag: [tags.propertyName, tags.variableName], color: "light-dark(#12449c, #a5c8ff)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "light-dark(#0b5d66, #66d9e8)" },
  { tag: [tags.processingInstruction, tags.bracket], color: "light-dark(#545a64, #b8bec9)" },
  { tag: tags.comment, color: "light-dark(#545a64, #b8bec9)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": {
    fontSize: "var(--mantine-font-size-sm)",
    border: "1px solid var(--mantine-color-default-border)",
    borderRadius: "var(--mantine-radius-default)",
    backgroundColor: "var(--mantine-color-body)",
    color: "var(--mantine-color-text)",
  },
  "&.cm-focused": { outline: "2px solid var(--mantine-primary-color-filled)", outlineOffset: "-1px" },
  ".cm-content": { fontFamily: "var(--mantine-font-family-monospace)", caretColor: "var(--mantine-color-text)" },
  ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
  ".cm-gutters": {
    backgroundColor: "var(--mantine-color-body)",
    color: "var(--mantine-color-dimmed)",
    border: "none",
  },
  // Waves are drawn as text decoration: the library's own are SVG images, which the policy of the page does not let draw.
  ".cm-lintRange": { backgroundImage: "none !important", textDecoration: "underline wavy", textUnderlineOffset: "3px" },
  ".cm-lintRange-error": { textDecorationColor: "light-dark(#c92a2a, #ff8787)" },
  ".cm-lintRange-warning": { textDecorationColor: "light-dark(#a3380b, #ffa94d)" },
  ".cm-placeholder": { color: "var(--mantine-color-placeholder)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "light-dark(#cfd8fc, #334a9c) !important",
  },
  ".cm-tooltip": {
    border: "1px solid var(--mantine-color-default-border)",
    borderRadius: "var(--mantine-radius-default)",
    backgroundColor: "var(--mantine-color-body)",
    color: "var(--mantine-color-text)",
    maxWidth: "min(30rem, 90vw)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "light-dark(#dbe2fb, #324bb1)",
    color: "var(--mantine-color-text)",
  },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", opacity: 1, marginLeft: "1em" },
  ".cm-completionInfo": { padding: "0.4rem 0.6rem", whiteSpace: "pre-wrap" },
});

export const editorLook: Extension = [look, syntaxHighlighting(colours)];
