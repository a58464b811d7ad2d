const line = document.getElementById("problem");
const SHOWN_IN_PLACE = [401, 422, 429];
const REASONS = { 404: "gone", 503: "away" };

const say = (reason) => {
  line.querySelector("p").textContent = line.dataset[reason];
  line.hidden = false;
};

// What a page asks for by itself must not disturb whoever reads it.
const isOurs = (event) => event.target.matches?.("form, a, button, input, select");

document.addEventListener("htmx:response:error", (event) => {
  const { status } = event.detail.ctx.response;
  if (isOurs(event) && !SHOWN_IN_PLACE.includes(status)) say(REASONS[status] ?? "failed");
});
document.addEventListener("htmx:error", (event) => {
  if (isOurs(event)) say(navigator.onLine ? "failed" : "offline");
});
document.addEventListener("htmx:after:request", (event) => {
  if (isOurs(event) && event.detail.ctx.response.status < 400) line.hidden = true;
});
line.addEventListener("click", (event) => {
  if (event.target.closest("button")) line.hidden = true;
});
