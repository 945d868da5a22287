// What was recorded at one place: the last take, the one before it, and the phone's store behind them (draft-store.js).
import * as store from "./draft-store.js";

// known: the files the page has; full(): the phone keeps no more, only the page remembers.
export async function takesOf(key, known, full) {
  let kept = null; // {key, take, type, seconds, peaks, before?, upload?, left?}
  let rank = 0;
  let writing = Promise.resolve(); // the chunks on their way to the store

  const check = (safe) => safe || full();
  const save = async () => check(await store.write(kept));

  await store.removeOld();
  kept = (await store.read(key)) ?? null;
  // The page already has it, or knows more than when it left: this phone can forget it.
  if (kept && (known.split(" ").includes(kept.upload?.split("/").pop()) || (kept.left ?? known) !== known)) {
    await store.remove(key);
    kept = null;
  }

  return {
    get kept() {
      return kept;
    },
    note: (facts) => (Object.assign(kept, facts), save()),
    sound: () => store.sound(key, kept.take, kept.type),
    written: () => writing,
    // One after the other: a chunk, then the record that counts it.
    add(blob) {
      const [take, at] = [kept.take, rank++];
      writing = writing.then(async () => {
        check(await store.add(key, take, at, blob));
        await save();
      });
    },
    // What was said before stays, to be come back to; what was said before that goes.
    async begin(type) {
      const old = kept?.before?.take;
      const before = kept && { take: kept.take, type: kept.type, seconds: kept.seconds, peaks: kept.peaks };
      kept = { key, take: (kept?.take ?? 0) + 1, type, seconds: 0, peaks: [], before };
      rank = 0;
      if (old !== undefined) await store.drop(key, old);
    },
    async forget() {
      await store.remove(key);
      kept = null;
    },
    async undo() {
      await store.drop(key, kept.take);
      kept = { key, ...kept.before };
      await save();
    },
  };
}
