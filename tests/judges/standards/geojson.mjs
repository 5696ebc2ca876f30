// Judges GeoJSON: node geojson.mjs FILE...
// Each file must be GeoJSON in the eyes of Placemark's checker (positions of numbers, rings closed and long enough, a
// bbox of the right length, no old crs), and a FeatureCollection whose outer rings go left (RFC 7946, section 3.1.6,
// measured here, because the checker does not ask). Prints "accepted N", or what is wrong and fails.
import { readFileSync } from "node:fs";
import { check, HintError } from "@placemarkio/check-geojson";

// Twice the signed area of a ring: above zero when it goes left.
const area = (ring) => ring.slice(1).reduce((sum, [x, y], i) => sum + (x - ring[i][0]) * (y + ring[i][1]) * -1, 0);

const files = process.argv.slice(2);
for (const file of files) {
  try {
    const collection = check(readFileSync(file, "utf8"));
    if (collection.type !== "FeatureCollection") throw new Error("no FeatureCollection");
    for (const { geometry } of collection.features) {
      if (geometry?.type === "Polygon" && area(geometry.coordinates[0]) <= 0) throw new Error("a ring goes right");
    }
  } catch (error) {
    const why = error instanceof HintError ? error.issues.map((issue) => issue.message).join("; ") : error;
    console.error(`refused: ${file}: ${why}`);
    process.exit(1);
  }
}
console.log(`accepted ${files.length}`);
