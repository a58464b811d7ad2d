const field = document.querySelector("input[data-time-zone]");
const offer = document.querySelector("[data-time-zone-offer]");
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const isKnown = [...field.list.options].some((option) => option.value === timeZone);

const compare = () => offer.classList.toggle("is-idle", !isKnown || field.value === timeZone);

offer.querySelector("[data-time-zone-name]").textContent = timeZone;
offer.addEventListener("click", () => {
  field.value = timeZone;
  compare();
  field.focus();
});
field.addEventListener("input", compare);
compare();
