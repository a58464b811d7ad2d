import { bindKeys, recall, remember } from "./menu.js";

const video = document.getElementById("player");
const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const REPORT_EVERY_MS = 5_000;
const MOST_STRETCHES = 100;

// The browser keeps what was played since the page was opened: every report tells all of it, so a lost one does no harm.
const form = document.querySelector("[data-report]");
const stretches = () => Array.from(
  { length: video.played.length },
  (_, i) => `${video.played.start(i).toFixed(1)}-${video.played.end(i).toFixed(1)}`,
).slice(-MOST_STRETCHES).join(" ");
let reported = `${Math.floor(video.dataset.position)} `;
let reportedAt = -Infinity;

const fill = () => {
  form.elements.seconds.value = Math.floor(video.ended ? 0 : video.currentTime);
  form.elements.played.value = stretches();
  const report = `${form.elements.seconds.value} ${form.elements.played.value}`;
  if (!video.readyState || report === reported) return false;
  reported = report;
  reportedAt = performance.now();
  return true;
};

// 201 says that enough was watched: the lesson is complete, and its button fetches how the page looks now.
const report = async () => {
  if (!form || !fill()) return;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } })
    .catch(() => null);
  if (!answer?.ok) reported = "";
  if (answer?.status === 201) document.querySelector("form[data-complete]")?.requestSubmit();
};
const reportOnLeaving = () => { if (form && fill()) navigator.sendBeacon(form.action, new FormData(form)); };

video.addEventListener("timeupdate", () => { if (performance.now() - reportedAt >= REPORT_EVERY_MS) report(); });
for (const name of ["pause", "ended"]) video.addEventListener(name, report);
document.addEventListener("visibilitychange", () => { if (document.hidden) reportOnLeaving(); });
addEventListener("pagehide", reportOnLeaving);

const resume = document.querySelector("[data-resume]");
resume?.querySelector("[data-resume-continue]").addEventListener("click", () => video.play());
resume?.querySelector("[data-resume-restart]").addEventListener("click", () => { video.currentTime = 0; video.play(); });
video.addEventListener("play", () => {
  if (resume?.contains(document.activeElement)) video.focus({ preventScroll: true });
  resume?.remove();
}, { once: true });

const speed = document.querySelector("[data-speed]");
const setSpeed = (rate) => {
  video.defaultPlaybackRate = rate;
  video.playbackRate = rate;
  speed.value = String(rate);
  remember("speed", rate);
};
const step = (by) => {
  const rate = SPEEDS[SPEEDS.indexOf(Number(speed.value)) + by];
  if (rate) setSpeed(rate);
};
speed.addEventListener("change", () => setSpeed(Number(speed.value)));
video.addEventListener("ratechange", () => {
  if (SPEEDS.includes(video.playbackRate) && Number(speed.value) !== video.playbackRate) setSpeed(video.playbackRate);
});
if (SPEEDS.includes(Number(recall("speed")))) setSpeed(Number(recall("speed")));

const [track] = video.textTracks;
const setCaptions = (isOn) => {
  track.mode = isOn ? "showing" : "hidden";
  remember("captions", isOn ? "on" : "off");
};
if (track && recall("captions") === "off") track.mode = "hidden";

const seek = (by) => { video.currentTime = Math.min(Math.max(video.currentTime + by, 0), video.duration || 0); };
const play = () => { if (video.paused) video.play(); else video.pause(); };
const tenths = [..."0123456789"].map((digit) => [digit, () => { video.currentTime = (video.duration || 0) * digit / 10; }]);
bindKeys({
  " ": play,
  k: play,
  j: () => seek(-10),
  l: () => seek(10),
  ArrowLeft: () => seek(-5),
  ArrowRight: () => seek(5),
  "<": () => step(-1),
  ">": () => step(1),
  m: () => { video.muted = !video.muted; },
  c: () => { if (track) setCaptions(track.mode !== "showing"); },
  f: () => { if (document.fullscreenElement) document.exitFullscreen(); else video.requestFullscreen(); },
  ...Object.fromEntries(tenths),
});

// The transcript, line by line: a click leads to the place, the line that is spoken is marked.
const transcript = document.querySelector("[data-transcript]");
const lines = new Map();
const clock = (seconds) => {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return (parts[0] ? parts : parts.slice(1)).map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
};
const lineOf = (cue) => {
  const line = document.createElement("button");
  const [time, text] = [document.createElement("span"), document.createElement("span")];
  line.type = "button";
  line.className = "cue";
  time.className = "cue__time";
  time.textContent = clock(cue.startTime);
  text.textContent = cue.getCueAsHTML().textContent.replaceAll("\n", " ");
  line.append(time, " ", text);
  line.addEventListener("click", () => { video.currentTime = cue.startTime; video.play(); });
  return line;
};
const showLines = () => {
  if (!transcript || lines.size || !track?.cues?.length) return;
  for (const cue of track.cues) lines.set(cue, lineOf(cue));
  transcript.replaceChildren(...lines.values());
  transcript.removeAttribute("tabindex");
};
const markLine = () => {
  const active = new Set(track.activeCues);
  for (const [cue, line] of lines) {
    line.toggleAttribute("aria-current", false);
    if (!active.has(cue)) continue;
    line.setAttribute("aria-current", "true");
    transcript.scrollTop += line.getBoundingClientRect().top - transcript.getBoundingClientRect().top - transcript.clientHeight / 3;
  }
};
video.querySelector("track")?.addEventListener("load", showLines);
track?.addEventListener("cuechange", markLine);
showLines();
