const PREFIX = "draft:";
const posting = new Set();
const key = (field) => PREFIX + field.dataset.draft;
const fields = () => document.querySelectorAll("textarea[data-draft]");

const keep = (field) => {
  if (field.value.trim()) localStorage.setItem(key(field), field.value);
  else localStorage.removeItem(key(field));
};

const restore = (field) => {
  const text = localStorage.getItem(key(field));
  if (!text || field.value) return;
  field.value = text;
  const fold = field.closest("details");
  if (fold) fold.open = true;
};

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("textarea[data-draft]")) return;
  posting.delete(key(event.target));
  keep(event.target);
});

document.addEventListener("submit", (event) => {
  const field = event.target.querySelector?.("textarea[data-draft]");
  if (field) posting.add(key(field));
});

// The server answers a good comment with an empty field and a bad one with what was typed.
document.addEventListener("htmx:after:swap", () => {
  for (const field of fields()) {
    if (posting.has(key(field)) && !field.value) {
      posting.delete(key(field));
      localStorage.removeItem(key(field));
    }
    restore(field);
  }
});

fields().forEach(restore);
