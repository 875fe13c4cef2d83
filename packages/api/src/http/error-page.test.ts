import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorPage, foreignCodePage } from "./error-page.ts";

test("a page is read: headings, text, lists, examples, and links to other codes only", () => {
  const html = errorPage(`# A_CODE

**What.** Of \`a<b>\` and [other](OTHER_CODE.md), see [the guide](../guide/state.md#limits).

* one
* two \`**\`

## Example

\`\`\`json
{ "a": "*.b" }

<next>
\`\`\`
`);
  expect(html).toContain("<h1>A_CODE</h1>");
  expect(html).toContain(
    `<p><strong>What.</strong> Of <code>a&#60;b&#62;</code> and <a href="/errors/OTHER_CODE">other</a>, see the guide (state.md).</p>`,
  );
  expect(html).toContain("<ul><li>one</li><li>two <code>**</code></li></ul>");
  expect(html).toContain("<h2>Example</h2>\n<pre>{ &#34;a&#34;: &#34;*.b&#34; }\n\n&#60;next&#62;</pre>");
});

test("of every page there is, no markup is left in the text", () => {
  const folder = new URL("../../../../docs/errors/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name !== "README.md");
  expect(files.length).toBeGreaterThan(200);
  for (const name of files) {
    const html = errorPage(readFileSync(new URL(name, folder), "utf8"));
    const text = html.replaceAll(/<style>[^]*?<\/style>|<pre>[^]*?<\/pre>|<code>[^]*?<\/code>/g, "");
    expect(text, name).toMatch(/<h1>[A-Z0-9_]+<\/h1>/);
    expect(text, name).not.toMatch(/\*\*|```|^#|\]\(|^\||^\d+\. /m);
  }
});

test("a code of a workflow or of a node pack is told apart from those of Tempograph", () => {
  expect(foreignCodePage("NO_ROOM")).toContain("<strong>This code is not one of Tempograph.</strong>");
});
