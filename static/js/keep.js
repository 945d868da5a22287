// data-portal-keep on a form: what is typed is kept while one thinks, and when the page goes away, whatever the way out.
const PAUSE = 1200;

export default function keep(form) {
  let changed = false;
  let timer;

  function typed() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("keep", "1");
    return data;
  }

  // Without a network nothing is said: it is tried again at the next word, and when leaving.
  function save() {
    changed = false;
    fetch(form.action, { method: "POST", body: typed(), keepalive: true }).catch(() => (changed = true));
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    changed = false;
  });
  addEventListener("pagehide", () => changed && navigator.sendBeacon(form.action, typed()));
}
