// Finds every [data-portal-<behaviour>] and calls that behaviour once with each element. Small ones travel with this file (one
// request on a slow network is worth more than a few hundred bytes); large ones are imported only by pages that ask for them.
// Nothing here is needed: every page works without JavaScript.
import copy from "./copy.js";
import focus from "./focus.js";
import { connect } from "./htmx-config.js";
import keep from "./keep.js";
import leave from "./leave.js";
import offline from "./offline.js";
import player from "./player.js";
import popup from "./popup.js";
import refresh from "./refresh.js";
import share from "./share.js";
import speak from "./speak.js";
import unfold from "./unfold.js";

const small = { copy, focus, keep, leave, offline, player, popup, refresh, share, speak, unfold };

// name: () => import("./<name>.js"), its default export being the behaviour
const large = {
  forget: () => import("./forget.js"),
  recorder: () => import("./recorder.js"),
  sending: () => import("./sending.js"),
};

const bound = new WeakMap();

async function start(element, name) {
  const names = bound.get(element) ?? new Set();
  if (names.has(name)) return;
  bound.set(element, names.add(name));
  const behaviour = small[name] ?? (await large[name]()).default;
  behaviour(element);
}

export function bind(root) {
  for (const name of [...Object.keys(small), ...Object.keys(large)]) {
    const selector = `[data-portal-${name}]`;
    if (root.matches?.(selector)) start(root, name);
    for (const element of root.querySelectorAll(selector)) start(element, name);
  }
}

bind(document);
connect(bind);
document.addEventListener("portal:refreshed", (event) => bind(event.target));
