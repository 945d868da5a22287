// The files somebody chose in a form: each is shown with a way to take it back, and travels with the form by the name it got once
// it arrived. templates/_components/upload_progress.html has the line (a template) and the list.
// changed(): one was added, arrived or was taken back; stop(one): the person no longer wants what is leaving.
export function chosenFiles(form, { changed, stop }) {
  const list = form.querySelector("[data-upload=chosen]");
  const template = form.querySelector("template[data-upload=line]");
  const all = new Set();

  // Without a network it stays there: nobody but this person can see what no message names.
  const erase = (url) => fetch(url, { method: "DELETE", keepalive: true, headers: { "X-CSRFToken": form.elements.csrf_token.value } }).catch(() => null);

  function remove(one) {
    all.delete(one);
    URL.revokeObjectURL(one.url);
    one.line.remove(); // and the name it carried
    stop(one);
    if (one.upload) erase(one.upload);
    changed();
  }

  function add(file, input) {
    const line = template.content.firstElementChild.cloneNode(true);
    const part = (name) => line.querySelector(`[data-line=${name}]`);
    const set = (state, reason = "") => {
      line.dataset.state = state;
      part("reason").textContent = reason;
    };
    const { purpose } = input.dataset;
    const one = { file, purpose, line, url: URL.createObjectURL(file), name: file.name };
    Object.assign(one, {
      blob: async () => file,
      location: () => one.upload,
      began: (location) => (one.upload = location),
      sending: () => set("sending"),
      failed: (reason) => set("failed", reason),
      arrived(id) {
        line.append(Object.assign(document.createElement("input"), { type: "hidden", name: `received-${purpose}`, value: id }));
        set("done");
        changed();
      },
    });
    for (const name of line.querySelectorAll("[data-line=name]")) name.textContent = file.name;
    if (file.type.startsWith("image/")) part("words").prepend(Object.assign(new Image(), { src: one.url, alt: "" }));
    if (file.type.startsWith("audio/")) Object.assign(part("sound"), { src: one.url, hidden: false });
    part("remove").addEventListener("click", () => {
      remove(one);
      input.focus();
    });
    set("waiting");
    list.append(line);
    all.add(one);
    return one;
  }

  return {
    waiting: () => [...all].filter((one) => one.line.dataset.state !== "done"),
    refused: () => [...all].find((one) => one.line.dataset.state === "failed"),
    // The new ones, in order. One recording, one letter: the next takes its place.
    take(input) {
      if (!input.multiple) for (const one of [...all]) if (one.purpose === input.dataset.purpose) remove(one);
      const fresh = [...input.files].map((file) => add(file, input));
      input.value = ""; // the same file can be chosen again
      changed();
      return fresh;
    },
    remove,
    has: () => all.size > 0,
  };
}
