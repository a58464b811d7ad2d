const video = document.querySelector("video[data-player]");
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const SAVE_EVERY_S = 5;

const clock = (seconds) => {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return (parts[0] ? parts : parts.slice(1)).map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
};

let saved = Number(video.dataset.position) || 0;
const save = () => {
  const seconds = Math.floor(video.ended ? 0 : video.currentTime);
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (seconds === saved || !token || !video.dataset.positionUrl) return;
  saved = seconds;
  const data = new FormData();
  data.set("seconds", seconds);
  data.set("csrfmiddlewaretoken", token.value);
  navigator.sendBeacon(video.dataset.positionUrl, data);
};
video.addEventListener("timeupdate", () => { if (Math.abs(video.currentTime - saved) >= SAVE_EVERY_S) save(); });
for (const name of ["pause", "ended"]) video.addEventListener(name, save);
document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
addEventListener("pagehide", save);

const resume = document.querySelector("[data-resume]");
if (saved > 3 && resume) {
  const from = saved;
  const jump = (seconds) => { resume.hidden = true; video.currentTime = seconds; video.play(); };
  resume.querySelector("[data-resume-time]").textContent = clock(from);
  resume.querySelector("[data-resume-continue]").addEventListener("click", () => jump(from));
  resume.querySelector("[data-resume-restart]").addEventListener("click", () => jump(0));
  resume.hidden = false;
  video.addEventListener("play", () => {
    if (!resume.hidden && video.currentTime < 1) video.currentTime = from;
    resume.hidden = true;
  }, { once: true });
}

const speed = document.querySelector("[data-speed]");
const setSpeed = (rate) => { video.playbackRate = rate; speed.value = String(rate); };
speed.addEventListener("change", () => setSpeed(Number(speed.value)));
const step = (by) => {
  const at = SPEEDS.indexOf(video.playbackRate) + by;
  if (SPEEDS[at]) setSpeed(SPEEDS[at]);
};

const seek = (by) => { video.currentTime = Math.min(Math.max(video.currentTime + by, 0), video.duration || 0); };
const keys = {
  " ": () => (video.paused ? video.play() : video.pause()),
  j: () => seek(-10),
  l: () => seek(10),
  ArrowLeft: () => seek(-5),
  ArrowRight: () => seek(5),
  "<": () => step(-1),
  ">": () => step(1),
  m: () => { video.muted = !video.muted; },
  c: () => { const [track] = video.textTracks; if (track) track.mode = track.mode === "showing" ? "hidden" : "showing"; },
  f: () => (document.fullscreenElement ? document.exitFullscreen() : video.requestFullscreen()),
  "?": () => { const list = document.querySelector("[data-keys]"); list.open = !list.open; },
};
keys.k = keys[" "];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === " " && target.closest("a, button, summary, video")) return;
  if (event.key.startsWith("Arrow") && target === video) return;
  const digit = /^[0-9]$/.test(event.key);
  const act = digit ? () => { video.currentTime = (video.duration || 0) * event.key / 10; } : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

const transcript = document.querySelector("[data-transcript]");
const [track] = video.textTracks;
const buildCues = () => {
  if (!transcript || !track?.cues?.length || transcript.querySelector(".cue")) return;
  transcript.replaceChildren(...[...track.cues].map((cue) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cue";
    const time = document.createElement("span");
    time.className = "soft";
    time.textContent = clock(cue.startTime);
    const text = document.createElement("span");
    text.textContent = cue.text.replaceAll("\n", " ");
    button.append(time, text);
    button.addEventListener("click", () => { video.currentTime = cue.startTime; video.play(); });
    return button;
  }));
};
document.querySelector("track")?.addEventListener("load", buildCues);
buildCues();
