// How a recording is told: on a clock, in words, as a shape.
const BARS = 60;

export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

// The page's language, with the digits of the rest of the page.
export const tag = () => `${document.documentElement.lang.replace("-x-simple", "")}-u-nu-latn`;

// « 1 minute 20 secondes », for who listens to the page. A browser that does not know the language (Chromium and Pashto) would
// say it in another: the clock is then better.
export function inWords(seconds) {
  if (!Intl.NumberFormat.supportedLocalesOf(tag()).length) return clock(seconds);
  const say = (number, unit) => new Intl.NumberFormat(tag(), { style: "unit", unit, unitDisplay: "long" }).format(number);
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)];
  return [minutes && say(minutes, "minute"), (rest || !minutes) && say(rest, "second")].filter(Boolean).join(" ");
}

// The path of a waveform: 60 bars, 4 units wide each, 100 high.
export function shape(peaks) {
  const bars = Array.from({ length: BARS }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / BARS);
    return Math.max(0, ...peaks.slice(from, Math.max(Math.floor(((bar + 1) * peaks.length) / BARS), from + 1)));
  });
  const highest = Math.max(...bars) || 1;
  return bars.map((bar) => Math.max(6, Math.round((bar / highest) * 100))).reduce((path, height, at) => `${path}M${at * 4 + 2} ${50 - height / 2}v${height}`, "");
}
