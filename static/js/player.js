// data-portal-player: one large button, the waveform to press, speed, time in words. The audio element stays the source of
// truth; its own controls are put aside only once these work.
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export default function player(element) {
  const audio = element.querySelector("audio");
  const part = (name) => element.querySelector(`[data-player=${name}]`);
  const [toggle, seek, now, speed] = ["toggle", "seek", "now", "speed"].map(part);
  const wave = seek.parentElement;

  audio.controls = false;
  audio.hidden = true;
  element.querySelector(".player-controls").hidden = false;

  const length = () => (Number.isFinite(audio.duration) ? audio.duration : Number(seek.max));

  function show() {
    const total = length();
    seek.value = audio.currentTime;
    now.textContent = clock(audio.currentTime);
    wave.style.setProperty("--played", total ? Math.min(1, audio.currentTime / total) : 0);
    seek.setAttribute("aria-valuetext", seek.dataset.words.replace("{now}", clock(audio.currentTime)).replace("{total}", clock(total)));
  }

  async function play() {
    try {
      await audio.play();
    } catch (error) {
      if (error.name !== "AbortError") throw error; // « Pause » was pressed before the sound had come
    }
  }

  toggle.addEventListener("click", () => (audio.paused ? play() : audio.pause()));
  seek.addEventListener("input", () => {
    audio.currentTime = Number(seek.value);
    show();
  });
  speed.addEventListener("change", () => (audio.playbackRate = audio.defaultPlaybackRate = Number(speed.value)));

  audio.addEventListener("loadedmetadata", () => {
    if (Number.isFinite(audio.duration)) seek.max = Math.ceil(audio.duration);
    show();
  });
  audio.addEventListener("timeupdate", show);
  audio.addEventListener("play", () => {
    element.dataset.state = "playing";
    for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause(); // one voice at a time
  });
  for (const end of ["pause", "ended", "error"]) audio.addEventListener(end, () => (element.dataset.state = "ready"));
  show();
}
