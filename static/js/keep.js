// data-portal-keep on a form: what was typed is kept when the page goes away, whatever the way out.
export default function keep(form) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("pagehide", () => {
    if (!changed) return;
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    typed.set("keep", "1");
    navigator.sendBeacon(form.action, typed);
  });
}
