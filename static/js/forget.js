// data-portal-forget="<beginning of the keys>": this page is reached once everything arrived, or to leave no trace (no value):
// what was recorded does not stay in the phone, nor, without a value, the pages it read.
import { forget } from "./draft-store.js";

export default async function forgetAll(element) {
  const beginning = element.dataset.portalForget;
  await forget(beginning);
  if (beginning || !window.caches) return;
  for (const name of await caches.keys()) await caches.delete(name);
}
