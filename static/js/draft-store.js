// What was recorded and has not arrived yet, kept in this browser second by second: closing the page, a flat battery or a
// crash loses nothing. One record a place to record (`key` names the application and the question), its sound in chunks.
// Where a browser keeps nothing (some private windows), the page itself remembers until it is closed.
const MONTH = 30 * 24 * 3600 * 1000; // as long as the portal keeps a draft
const memory = { records: new Map(), chunks: new Map() };
let opened;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function open() {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open("portal-drafts", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("records", { keyPath: "key" });
        request.result.createObjectStore("chunks", { keyPath: ["key", "number"] });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

async function inside(names, mode, work) {
  const database = await open();
  if (!database) return work(null);
  const transaction = database.transaction(names, mode);
  return work((name) => transaction.objectStore(name));
}

const chunksOf = (key) => IDBKeyRange.bound([key, 0], [key, Infinity]);

// {key, type, seconds, peaks, at, upload?}
export const read = (key) => inside(["records"], "readonly", (store) => (store ? done(store("records").get(key)) : memory.records.get(key)));

export function write(record) {
  const dated = { ...record, at: Date.now() };
  return inside(["records"], "readwrite", (store) => (store ? done(store("records").put(dated)) : memory.records.set(record.key, dated)));
}

// Bytes rather than a Blob: some phones lose the Blobs they keep.
export async function add(key, number, blob) {
  const bytes = await blob.arrayBuffer();
  return inside(["chunks"], "readwrite", (store) =>
    store ? done(store("chunks").put({ key, number, bytes })) : memory.chunks.set(key, [...(memory.chunks.get(key) ?? []), bytes]),
  );
}

export async function sound(key, type) {
  const pieces = await inside(["chunks"], "readonly", async (store) =>
    store ? (await done(store("chunks").getAll(chunksOf(key)))).map((chunk) => chunk.bytes) : (memory.chunks.get(key) ?? []),
  );
  return new Blob(pieces, { type });
}

export function remove(key) {
  return inside(["records", "chunks"], "readwrite", async (store) => {
    memory.records.delete(key);
    memory.chunks.delete(key);
    if (!store) return;
    await Promise.all([done(store("records").delete(key)), done(store("chunks").delete(chunksOf(key)))]);
  });
}

const records = () => inside(["records"], "readonly", (store) => (store ? done(store("records").getAll()) : [...memory.records.values()]));

export async function removeOld() {
  for (const record of await records()) if (record.at < Date.now() - MONTH) await remove(record.key);
}

// « Leave and erase what this phone knows », or only what arrived: the records whose key begins so.
export async function forget(beginning = "") {
  for (const { key } of await records()) if (key.startsWith(beginning)) await remove(key);
}
