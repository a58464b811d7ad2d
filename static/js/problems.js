const line = document.getElementById("problem");
const reload = line.querySelector("[data-problem-reload]");
const SHOWN_IN_PLACE = [401, 422, 429];
const NEWER_PAGE_HELPS = [403, 404];

const say = (words, helpsToReload = false) => {
  line.querySelector("p").textContent = words;
  reload.hidden = !helpsToReload;
  line.hidden = false;
};

// Our own lines are plain text. What comes from a proxy, or from a fault, is nothing to read.
const wordsOf = ({ response, text }) => {
  const isLine = response.headers.get("Content-Type")?.startsWith("text/plain");
  if (isLine && response.status < 500) return text;
  if (SHOWN_IN_PLACE.includes(response.status)) return "";
  return response.status === 503 ? line.dataset.away : line.dataset.failed;
};

// What a page asks for by itself must not disturb whoever reads it.
const isOurs = (event) => event.target.matches?.("form, a, button, input, select, [popover]");

document.addEventListener("htmx:response:error", (event) => {
  const words = isOurs(event) && wordsOf(event.detail.ctx);
  if (words) say(words, NEWER_PAGE_HELPS.includes(event.detail.ctx.response.status));
});
document.addEventListener("htmx:error", (event) => {
  if (isOurs(event)) say(navigator.onLine ? line.dataset.failed : line.dataset.offline);
});
document.addEventListener("htmx:after:request", (event) => {
  if (isOurs(event) && event.detail.ctx.response.status < 400) line.hidden = true;
});
line.addEventListener("click", (event) => {
  if (event.target.closest("button")) line.hidden = true;
});

// A computer without a network may run the portal itself: ask it before saying that it is away.
let isOffline = false;
const look = async () => {
  const wasOffline = isOffline;
  isOffline = !navigator.onLine
    && !(await fetch("/livez", { method: "HEAD", cache: "no-store" }).then(({ ok }) => ok, () => false));
  if (isOffline) say(line.dataset.offline);
  else if (wasOffline) line.hidden = true;
};
addEventListener("offline", look);
addEventListener("online", look);
if (!navigator.onLine) look();

// The browser's page about being offline would take the place of what was typed or read.
const leadsAway = (link) =>
  link && !link.target && !link.hasAttribute("download")
  && !(link.hash && link.pathname === location.pathname && link.search === location.search);
const stay = (event) => {
  event.preventDefault();
  say(line.dataset.offline);
};
document.addEventListener("submit", (event) => { if (isOffline) stay(event); });
document.addEventListener("click", (event) => {
  if (isOffline && leadsAway(event.target.closest?.("a[href]"))) stay(event);
});
