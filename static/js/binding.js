// Finds every [data-portal-<behaviour>] and calls that behaviour once with each element.

// A behaviour that weighs: only pages that ask for it fetch it.
export const later = (load) => async (element) => (await load()).default(element);

// behaviours: {name: behaviour}. Returns what binds a part of the page that has just come.
export function binder(behaviours) {
  const bound = new WeakMap();

  function start(element, name) {
    const names = bound.get(element) ?? new Set();
    if (names.has(name)) return;
    bound.set(element, names.add(name));
    behaviours[name](element);
  }

  function bind(root) {
    for (const name of Object.keys(behaviours)) {
      const selector = `[data-portal-${name}]`;
      if (root.matches?.(selector)) start(root, name);
      for (const element of root.querySelectorAll(selector)) start(element, name);
    }
  }

  bind(document);
  document.addEventListener("portal:refreshed", (event) => bind(event.target));
  return bind;
}
