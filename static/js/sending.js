// data-portal-sending on a form: what was recorded or chosen leaves in pieces (upload.js), and the form follows, when its button is
// pressed, with the names of what arrived. A file chosen leaves at once and is shown (chosen.js); it is sent with the rest. Where
// the form takes no pieces (no data-uploads), what was recorded goes whole into the file field its recorder names.
import { chosenFiles } from "./chosen.js";
import { delivery } from "./delivery.js";

export default function sending(form) {
  const progress = form.querySelector("[data-portal-upload-progress]");
  const { set, current, stop, queue, over } = delivery(form, progress);
  const chosen = form.dataset.uploads && chosenFiles(form, { changed, stop });
  let wanted = null; // who pressed the button: the form goes as soon as everything arrived

  form.dataset.live = ""; // what is chosen leaves at once: no button to add it
  for (const element of form.querySelectorAll("[data-without-script]")) element.hidden = true;

  function changed() {
    form.toggleAttribute("data-chosen", chosen.has());
    if (progress.dataset.state === "failed" && !chosen.waiting().length) set("waiting");
    form.dispatchEvent(new Event("input", { bubbles: true })); // a draft is kept with them (keep.js)
  }

  // Whole, in a field of the form: the browser does not say how far it came.
  async function carry(some) {
    progress.querySelector("[data-upload=bar]").removeAttribute("value");
    set("sending");
    for (const one of some) {
      const blob = await one.blob();
      const files = new DataTransfer();
      files.items.add(new File([blob], one.name, { type: blob.type }));
      if (blob.size) form.elements[one.field].files = files.files;
      await one.leaving();
    }
    return true;
  }

  function go(button) {
    const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button?.name ?? "", value: button?.value ?? "" });
    form.append(pressed);
    form.submit();
    pressed.remove(); // one may come back to this page
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const away = button?.hasAttribute("formnovalidate"); // back, skip, remove: they wait for nothing that is already leaving
    if (away && (button.name !== "back" || current() || wanted)) return stop();
    if (wanted) return event.preventDefault();
    const spoken = [];
    form.dispatchEvent(new CustomEvent("portal:collect", { detail: spoken }));
    if (!spoken.length && !chosen?.waiting().length) return;
    event.preventDefault();
    const mine = (wanted = {});
    progress.scrollIntoView({ block: "nearest" });
    try {
      await over();
      const ready = chosen ? await queue([...chosen.waiting(), ...spoken]) : await carry(spoken);
      if (ready && wanted === mine && !chosen?.waiting().length) go(button);
      else if (wanted === mine) chosen?.refused()?.line.querySelector("[data-line=remove]").focus(); // it says why, and what to do
    } finally {
      if (wanted === mine) wanted = null;
    }
  });

  progress.querySelector("[data-upload=stop]").addEventListener("click", () => {
    wanted = null;
    stop();
    for (const one of chosen?.waiting() ?? []) chosen.remove(one);
  });
  for (const input of form.querySelectorAll("input[type=file][data-purpose]")) {
    input.addEventListener("change", () => input.files.length && queue(chosen.take(input)));
  }
}
