// Reads workflow files as GitHub does, and prints every fault: FILE:LINE:COLUMN: what is wrong.
// Ends with 0 where there is none, with 1 where there are some.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { basename } from "node:path";

register("./json-modules.mjs", import.meta.url);
const { validate } = await import("@actions/languageservice");
const { TextDocument } = await import("vscode-languageserver-textdocument");

let faults = 0;
for (const file of process.argv.slice(2)) {
  // The reader tells a workflow by its place.
  const uri = `file:///.github/workflows/${encodeURIComponent(basename(file))}`;
  const document = TextDocument.create(uri, "yaml", 1, readFileSync(file, "utf8"));
  for (const { range, message } of await validate(document)) {
    console.log(`${file}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
    faults += 1;
  }
}
process.exitCode = faults === 0 ? 0 : 1;
