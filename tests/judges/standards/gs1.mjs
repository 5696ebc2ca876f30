// Judges GS1 keys: node gs1.mjs URL...
// Each Digital Link must be drawn by bwip-js, whose linter knows check digits, character sets and the order of
// qualifiers; an SSCC also as GS1-128. Prints "accepted N", or what is wrong and fails.
import bwipjs from "bwip-js";

const links = process.argv.slice(2);
for (const link of links) {
  try {
    bwipjs.raw({ bcid: "gs1dlqrcode", text: link });
    const sscc = /\/00\/(\d+)$/.exec(link);
    if (sscc) bwipjs.raw({ bcid: "gs1-128", text: `(00)${sscc[1]}` });
  } catch (error) {
    console.error(`refused: ${link}: ${error}`);
    process.exit(1);
  }
}
console.log(`accepted ${links.length}`);
