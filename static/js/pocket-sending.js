// What waits on this phone (pocket.js) leaves: an answer or words at once, a recording or a photo in pieces first (upload.js).
import { renew } from "./csrf.js";
import * as store from "./draft-store.js";
import { Refused, send, Stopped } from "./upload.js";

export const TAKE = 1; // of the one take a file is kept as in draft-store.js
const csrf = () => document.querySelector("[name=csrf_token]").value;

// The name it got; nothing where it was taken back meanwhile. No network: it stops, and goes on from there the next time.
async function inPieces(one, owner) {
  const giveUp = new AbortController();
  const options = { url: one.uploads, purpose: one.purpose, name: one.name, location: one.upload, csrf, also: { "Upload-Owner": owner } };
  const watch = {
    signal: giveUp.signal,
    began: async (upload) => (await store.read(one.key)) && store.write({ ...one, upload }),
    progress() {},
    cut: () => giveUp.abort(),
    sending() {},
    wake() {},
  };
  const id = await send(await store.sound(one.key, TAKE, one.type), options, watch);
  return (await store.read(one.key)) && id;
}

async function once(one, owner) {
  const fields = [...one.fields];
  if (one.uploads) {
    const id = await inPieces(one, owner);
    if (!id) return null;
    fields.push([`received-${one.purpose}`, id]);
  }
  const body = new FormData();
  for (const [name, value] of [...fields, ["kept", "1"], ["csrf_token", csrf()]]) body.set(name, value);
  const answer = await fetch(one.url, { method: "POST", body }).catch(() => Promise.reject(new Stopped()));
  if (answer.ok) return answer;
  const isOurs = answer.headers.get("Content-Type")?.includes("json");
  const said = isOurs ? await answer.json() : {};
  throw Object.assign(new Refused(said.message ?? "", answer.status), { now: said.now });
}

// "sent" · "later" (no network) · "refused" (signed out, or somebody else) · "objected" (what is wrong with it is kept with it)
export async function deliver(one, owner, again = true) {
  if (one.reason) return "objected";
  try {
    const answer = await once(one, owner);
    if (answer && answer.status !== 204) return "refused";
    if ((await store.read(one.key))?.answered === one.answered) await store.remove(one.key);
    return "sent";
  } catch (error) {
    if (error instanceof Stopped || error.status >= 500) return "later";
    if (!(error instanceof Refused)) throw error;
    if (error.status === 400 && again && (await renew())) return deliver((await store.read(one.key)) ?? one, owner, false);
    if (!error.message) return "refused";
    await store.write({ ...one, reason: error.message, now: error.now });
    return "objected";
  }
}
