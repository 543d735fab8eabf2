"use strict";
// The triage desk works without this file: it only spares hands the mouse.
// j and k move among the reports (Enter opens, as everywhere), n takes the next one, / filters,
// l goes back to the list, and a digit chooses the suggestion of that number.
const entries = [...document.querySelectorAll("[data-entry] a")];
const move = (step) => {
  const here = entries.indexOf(document.activeElement);
  const there = entries[here < 0 ? 0 : here + step];
  if (there) there.focus();
};
const press = (key) => {
  const found = document.querySelector(`[accesskey="${key}"]`);
  if (!found) return false;
  if (found.tagName === "BUTTON" && /[1-9]/.test(key)) found.focus();
  else found.click();
  return true;
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/") {
    const box = document.querySelector("#about, #q");
    if (!box) return;
    event.preventDefault();
    box.focus();
  } else if (/^[nlr1-9]$/.test(event.key)) press(event.key);
});
