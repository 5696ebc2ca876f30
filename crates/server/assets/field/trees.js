// The trees of the person's orchards, as they were told when there was a network last: their codes, names, and which
// wait for a photo.

import { trees as ask } from "./server.js";
import { grouped } from "./ids.js";
import { note, noted } from "./store.js";
import { part, row, say, word } from "./page.js";

const NOTE = "trees";
/** How many rows a phone draws; a filter finds the rest. */
const SHOWN_MAX = 40;

/** The known trees with what is drawn of them; `choose` gets a code. */
export async function knownTrees(choose) {
  const [list, none, filter] = [part("due"), part("due-none"), document.querySelector("#due-filter")];
  let all = (await noted(NOTE)) ?? null;
  filter.addEventListener("input", draw);
  draw();
  refresh();

  async function refresh() {
    try {
      const told = await ask();
      all = told.orchards.flatMap((orchard) => orchard.trees).filter((tree) => tree.code);
      await note(NOTE, all);
      draw();
    } catch {
      // Without network the list of before holds.
    }
  }

  function draw() {
    const wanted = filter.value.trim().toLowerCase();
    const named = (tree) => `${tree.name} ${tree.code} ${grouped(tree.code)}`.toLowerCase().includes(wanted);
    const shown = (all ?? []).filter((tree) => (wanted ? named(tree) : tree.due)).slice(0, SHOWN_MAX);
    list.replaceChildren(...shown.map(item));
    part("due-filter").hidden = !all?.length;
    say(none, shown.length ? null : word(all ? "due-none" : "due-unknown"));
  }

  function item(tree) {
    const drawn = row("due");
    part("name", drawn).textContent = tree.name;
    part("since", drawn).textContent = tree.since;
    part("since", drawn).classList.toggle("urgent", tree.urgent);
    part("code", drawn).textContent = grouped(tree.code);
    const button = drawn.querySelector("button");
    button.addEventListener("click", () => choose(tree.code));
    return drawn;
  }

  return { find: (code) => all?.find((tree) => tree.code === code) ?? null, refresh };
}
