// data-portal-speak="<id of the text, or of several>" data-lang="fa": the browser's voice reads the text, only if it has one for the
// language. No voice: the element says so rather than offering a button that does nothing (no system reads Pashto or Dari well).
const synthesis = window.speechSynthesis;

// Some browsers only know their voices a moment after being asked.
function voices() {
  const known = synthesis.getVoices();
  if (known.length) return Promise.resolve(known);
  return new Promise((resolve) => {
    synthesis.addEventListener("voiceschanged", () => resolve(synthesis.getVoices()), { once: true });
    setTimeout(() => resolve(synthesis.getVoices()), 1500);
  });
}

function voiceFor(known, tag) {
  const [language, region] = tag.toLowerCase().replace("fr-x-simple", "fr").split("-");
  const same = known.filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === language);
  return same.find((voice) => region && voice.lang.toLowerCase().endsWith(region)) ?? same[0];
}

// A long text in one utterance is cut by some browsers: a sentence at a time.
const sentences = (text) => text.match(/[^.!?؟۔\n]+[.!?؟۔\n]*/g) ?? [];

const primary = (tag) => tag.toLowerCase().split("-")[0];

// What is written in the language of the voice: the rest would be read as noise.
function written(element, tag) {
  const whole = element.cloneNode(true);
  for (const silent of whole.querySelectorAll("[data-portal-speak], [data-portal-player], .no-speech")) silent.remove();
  const wanted = primary(tag);
  const around = element.closest("[lang]")?.lang ?? tag;
  if (primary(around) === wanted) {
    for (const other of whole.querySelectorAll("[lang]")) if (primary(other.lang) !== wanted) other.remove();
    return whole.textContent;
  }
  return [...whole.querySelectorAll("[lang]")].filter((part) => primary(part.lang) === wanted).map((part) => part.textContent).join("\n");
}

export default async function speak(element) {
  if (!synthesis) return;
  const voice = voiceFor(await voices(), element.dataset.lang);
  element.hidden = false;
  if (!voice) {
    element.dataset.state = "silent";
    return;
  }
  const stop = () => {
    synthesis.cancel();
    element.dataset.state = "ready";
  };
  element.querySelector("button").addEventListener("click", () => {
    if (element.dataset.state === "playing") return stop();
    synthesis.cancel();
    const read = element.dataset.portalSpeak.split(" ").map((id) => written(document.getElementById(id), element.dataset.lang));
    const text = read.join("\n");
    const said = sentences(text).map((sentence) => Object.assign(new SpeechSynthesisUtterance(sentence), { voice, lang: voice.lang }));
    if (!said.length) return;
    said.at(-1).addEventListener("end", stop);
    element.dataset.state = "playing";
    said.forEach((sentence) => synthesis.speak(sentence));
  });
  addEventListener("pagehide", stop);
}
