// data-portal-unsent="<key>" data-known="<files the page has>", hidden: shown where this phone keeps a recording that nobody has yet.
import { read } from "./draft-store.js";

export default async function unsent(element) {
  const kept = await read(element.dataset.portalUnsent);
  element.hidden = !kept?.seconds || element.dataset.known.split(" ").includes(kept.upload?.split("/").pop());
}
