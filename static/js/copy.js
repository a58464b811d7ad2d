const SHOWN_MS = 2500;

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const status = button.parentElement.querySelector("[data-copy-status]");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // No permission: the address is selected instead, ready for the keyboard.
    button.parentElement.querySelector("[data-select]")?.select();
    return;
  }
  button.classList.add("is-copied");
  status.textContent = button.dataset.copied;
  setTimeout(() => {
    button.classList.remove("is-copied");
    status.textContent = "";
  }, SHOWN_MS);
});
