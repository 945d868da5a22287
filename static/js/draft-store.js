// What was recorded or written and has not arrived yet, kept in this browser second by second: closing the page, a flat battery
// or a crash loses nothing. One record a place to record (`key` names the application and the question); its sound in chunks, by
// take. Where a browser keeps nothing, or has no room left, the page itself remembers until it is closed, and says so.
const MONTH = 30 * 24 * 3600 * 1000; // as long as the portal keeps a draft
const memory = { records: new Map(), chunks: [] };
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

// What the work finds, once it is safe: a phone that is full says so only at the end of the transaction. Raises what went wrong.
async function inside(name, mode, work) {
  const transaction = (await open()).transaction(name, mode);
  const over = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const [found] = await Promise.all([done(work(transaction.objectStore(name))), over]);
  return found;
}

// The same, or what is said where this browser keeps nothing (some private windows).
const known = async (name, work, otherwise) => ((await open()) ? inside(name, "readonly", work) : otherwise);

const change = async (name, work) => {
  if (await open()) await inside(name, "readwrite", work);
};

// Whether the phone keeps it; else the page remembers.
async function keep(name, thing, remember) {
  try {
    await inside(name, "readwrite", (store) => store.put(thing));
    return true;
  } catch {
    remember(); // no room left, or no storage at all: the caller says it
    return false;
  }
}

// A number is [take, rank]; an array sorts after every number, so [[]] ends the takes.
const chunksOf = (key, take) => (take === undefined ? IDBKeyRange.bound([key, []], [key, [[]]]) : IDBKeyRange.bound([key, [take]], [key, [take, Infinity]]));
const isOf = (key, take) => (chunk) => chunk.key === key && (take === undefined || chunk.number[0] === take);

// {key, take, type, seconds, peaks, before?, upload?, left?, at}
export const read = async (key) => memory.records.get(key) ?? (await known("records", (store) => store.get(key)));

export async function write(record) {
  const dated = { ...record, at: Date.now() };
  const safe = await keep("records", dated, () => memory.records.set(record.key, dated));
  if (safe) memory.records.delete(record.key);
  return safe;
}

// Bytes rather than a Blob: some phones lose the Blobs they keep.
export async function add(key, take, rank, blob) {
  const chunk = { key, number: [take, rank], bytes: await blob.arrayBuffer() };
  return keep("chunks", chunk, () => memory.chunks.push(chunk));
}

export async function sound(key, take, type) {
  const kept = await known("chunks", (store) => store.getAll(chunksOf(key, take)), []);
  const all = [...kept, ...memory.chunks.filter(isOf(key, take))].sort((one, other) => one.number[1] - other.number[1]);
  return new Blob(
    all.map((chunk) => chunk.bytes),
    { type },
  );
}

// One take, or all of them.
export async function drop(key, take) {
  const gone = isOf(key, take);
  memory.chunks = memory.chunks.filter((chunk) => !gone(chunk));
  await change("chunks", (store) => store.delete(chunksOf(key, take)));
}

export async function remove(key) {
  memory.records.delete(key);
  await change("records", (store) => store.delete(key));
  await drop(key);
}

const records = async () => [...(await known("records", (store) => store.getAll(), [])), ...memory.records.values()];

// What `waits` for the network waits as long as it must.
export async function removeOld() {
  for (const record of await records()) if (!record.waits && record.at < Date.now() - MONTH) await remove(record.key);
}

export const find = async (beginning) => (await records()).filter(({ key }) => key.startsWith(beginning));

// « Leave and erase what this phone knows », or only what arrived: the records whose key begins so.
export async function forget(beginning = "") {
  for (const { key } of await records()) if (key.startsWith(beginning)) await remove(key);
}
