// What is typed is kept in this browser until it is posted, for each person, lesson and field.

const FIELD = "textarea[data-draft]";
const posting = new Set();
const key = (field) => `draft:${field.dataset.draft}`;
const read = (field) => { try { return localStorage.getItem(key(field)); } catch { return null; } };
const forget = (field) => { try { localStorage.removeItem(key(field)); } catch { /* there is none */ } };

const keep = (field) => {
  if (!field.value.trim() || field.value === field.defaultValue) return forget(field);
  try { localStorage.setItem(key(field), field.value); } catch { /* then it lives as long as the page */ }
};

// A refused text is in the page already: it comes before the one that was kept, which stays until it is posted.
const restore = (field) => {
  const text = read(field);
  if (!text || field.hasAttribute("aria-invalid")) return;
  if (text === field.defaultValue) return forget(field);
  if (field.value !== field.defaultValue) return;
  field.value = text;
  const fold = field.closest("details");
  if (fold) fold.open = true;
};
const restoreAll = () => document.querySelectorAll(FIELD).forEach(restore);

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(FIELD)) return;
  posting.delete(key(target));
  keep(target);
});

document.addEventListener("click", ({ target }) => {
  const field = target.closest("[data-draft-drop]")?.closest("form").querySelector(FIELD);
  if (field) forget(field);
});

document.addEventListener("submit", ({ target }) => {
  const field = target.querySelector?.(FIELD);
  if (field) posting.add(key(field));
});

document.addEventListener("htmx:after:request", ({ target, detail }) => {
  const field = target.querySelector?.(FIELD);
  if (!field || !posting.delete(key(field))) return;
  if (detail.ctx.response?.status === 200) forget(field);
});

// Earlier comments come in above, and a deleted one keeps its height; who reads on below keeps the place.
let reading;
let body;
document.addEventListener("htmx:before:swap", ({ target }) => {
  body = target.closest?.(".comment__body");
  body &&= { id: body.id, height: body.getBoundingClientRect().height };
  const next = target.closest?.("#earlier")?.nextElementSibling;
  reading = next && { next, top: next.getBoundingClientRect().top };
});
document.addEventListener("htmx:after:swap", () => {
  restoreAll();
  if (reading) scrollBy({ top: reading.next.getBoundingClientRect().top - reading.top, behavior: "instant" });
  const changed = body && document.getElementById(body.id);
  if (changed?.querySelector(".comment__gone")) changed.style.minBlockSize = `${body.height}px`;
  reading = body = undefined;
});

restoreAll();
