// data-portal-jot="<key>" on a form whose draft the server does not keep: what is typed stays in this browser until it has gone.
// data-known changes once it has.
import * as store from "./draft-store.js";

export default async function jot(form) {
  const { portalJot: key, known } = form.dataset;
  const fields = [...form.querySelectorAll("textarea")];
  const kept = await store.read(key);
  if (kept && (kept.left ?? known) !== known) await store.remove(key);
  else for (const field of fields) field.value ||= kept?.words?.[field.name] ?? "";

  // At each letter: a page that is going away has no time left to write.
  const save = (left) => store.write({ key, words: Object.fromEntries(fields.map((field) => [field.name, field.value])), left });
  form.addEventListener("input", () => save());
  form.addEventListener("formdata", () => save(known));
}
