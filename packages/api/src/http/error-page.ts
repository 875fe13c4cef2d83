import { escapeHtml, renderPage } from "@tempograph/triggers";

/**
 * The page of an error code as HTML, made of its Markdown. It reads what those pages consist of: headings, paragraphs, lists, examples, code, bold
 * text, and links to other codes. Other links lead into the repository, which the reader may not have, so they are shown as the name of their file.
 */
export function errorPage(markdown: string): string {
  const [title = "", ...rest] = markdown.trim().split("\n");
  return renderPage(title.replace(/^# /, ""), blocksOf(rest.join("\n")).join("\n"));
}

/** The page of a code that Tempograph does not have. */
export function foreignCodePage(code: string): string {
  return errorPage(`# ${code}

**This code is not one of Tempograph.** It comes from a workflow, from a node pack, or from the service that a step has asked.

## Hint

* Read the message beside the code: whoever made the code wrote it.
* Look at the step that failed, and at the documentation of its node type: it says when it fails like this.
`);
}

function blocksOf(markdown: string): string[] {
  // Examples are taken out first, because an empty line ends every other block.
  return markdown
    .split(/^```.*\n([^]*?)\n?^```$/m)
    .flatMap((part, index) =>
      index % 2 === 1 ? [`<pre>${escapeHtml(part)}</pre>`] : part.split(/\n{2,}/).map((block) => blockOf(block.trim())),
    )
    .filter((block) => block !== "");
}

function blockOf(text: string): string {
  if (text === "") return "";
  const heading = /^#{2,6} (.*)$/.exec(text);
  if (heading !== null) return `<h2>${inline(heading[1]!)}</h2>`;
  if (!/^[-*] /.test(text)) return `<p>${inline(text)}</p>`;
  const items = text.split(/^[-*] /m).slice(1);
  return `<ul>${items.map((item) => `<li>${inline(item.trim())}</li>`).join("")}</ul>`;
}

/** Code is taken out first, because nothing in it is markup, and put back into what the rest has become. */
function inline(text: string): string {
  const codes: string[] = [];
  const marked = text.replaceAll(/`([^`]+)`/g, (_, code: string) => `\0${codes.push(code) - 1}\0`);
  return words(marked).replaceAll(
    /\0(\d+)\0/g,
    (_, index: string) => `<code>${escapeHtml(codes[Number(index)]!)}</code>`,
  );
}

function words(text: string): string {
  return escapeHtml(text)
    .replaceAll(/\[([^\]]*)\]\(([A-Z0-9_]+)\.md\)/g, `<a href="/errors/$2">$1</a>`)
    .replaceAll(/\[([^\]]*)\]\([^)]*?([\w-]+\.md)[^)]*\)/g, "$1 ($2)")
    .replaceAll(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replaceAll(/\*([^*]+)\*/g, "<em>$1</em>");
}
