(() => {
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem("theme") || "system"; } catch { return "system"; } };

  const apply = (choice) => {
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
    for (const meta of document.querySelectorAll("[data-theme-color]")) {
      const scheme = meta.dataset.themeColor;
      if (choice === "system") meta.media = `(prefers-color-scheme: ${scheme})`;
      else meta.media = choice === scheme ? "all" : "not all";
    }
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  };

  root.dataset.js = "";
  try { root.toggleAttribute("data-focus", localStorage.getItem("focus") === "on"); } catch { /* not remembered */ }
  apply(read());
  document.addEventListener("DOMContentLoaded", () => apply(read()));
  addEventListener("storage", (event) => { if (event.key === "theme") apply(read()); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try { localStorage.setItem("theme", button.dataset.themeChoice); } catch { /* private window: this page only */ }
    apply(button.dataset.themeChoice);
  });
})();
