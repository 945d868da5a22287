// Listens to the microphone: sound in chunks of a second, level ten times a second, until stopped or lost.
const TYPES = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
const BEAT = 100; // milliseconds between two levels

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.AudioContext);

// What went wrong, in the recorder's words: refused, absent, busy.
export function trouble(error) {
  if (["NotFoundError", "OverconstrainedError"].includes(error.name)) return "absent";
  return ["NotReadableError", "AbortError"].includes(error.name) ? "busy" : "refused";
}

function meter(stream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const samples = new Float32Array((analyser.fftSize = 2048));
  context.createMediaStreamSource(stream).connect(analyser);
  context.resume(); // some phones start it suspended
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    },
    close: () => context.close(),
  };
}

// on: {chunk(blob), level(0…1, seconds), stopped()} → {type, pause, resume, stop}
export async function record(on) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true, autoGainControl: true } });
  const type = TYPES.find((name) => MediaRecorder.isTypeSupported(name));
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32_000 });
  const sound = meter(stream);
  let seconds = 0;
  let before = performance.now();
  // The screen may go dark while somebody looks for their words; the recording would stop.
  const lit = await navigator.wakeLock?.request("screen").catch(() => null);

  const beat = setInterval(() => {
    const now = performance.now();
    if (recorder.state === "recording") on.level(sound.level(), (seconds += (now - before) / 1000));
    before = now;
  }, BEAT);

  recorder.addEventListener("dataavailable", (event) => event.data.size && on.chunk(event.data));
  recorder.addEventListener("stop", () => {
    clearInterval(beat);
    stream.getTracks().forEach((track) => track.stop());
    sound.close();
    lit?.release();
    on.stopped();
  });
  const stop = () => recorder.state === "inactive" || recorder.stop();
  // A call comes in, the headset is pulled out: what was said is kept.
  stream.getAudioTracks()[0].addEventListener("ended", stop);
  recorder.start(1000);
  return { type: recorder.mimeType, pause: () => recorder.pause(), resume: () => recorder.resume(), stop };
}
