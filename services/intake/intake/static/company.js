"use strict";
// Searches the registry from the form itself; without this file the form opens routing's picker.
const search = document.getElementById("company-search");
const results = document.getElementById("company-results");
const chosen = document.getElementById("company-chosen");
// While somebody types: from so many letters on, after so short a rest.
const LEAST_TYPED = 3;
const PAUSE_MS = 250;

function line(tag, text, name) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  return element;
}

function address(found) {
  const lines = found.address && found.address.lines ? found.address.lines : [];
  return lines.join(", ");
}

function asQuery(q, place) {
  const query = new URLSearchParams({ q, limit: "10" });
  const code = place.replace(/\s/g, "").toUpperCase();
  if (/^[0-9]{5}$/.test(code)) query.set("postal_code", code);
  else if (/^([0-9]{2,3}|2[AB])$/.test(code)) query.set("department", code);
  else if (place) query.set("commune", place);
  return query;
}

function choose(found) {
  chosen.elements.siret.value = found.siret;
  chosen.elements.label.value = [found.trade_name || found.name, address(found)].filter(Boolean).join(", ");
  chosen.submit();
}

function entry(found) {
  const item = document.createElement("li");
  const words = document.createElement("div");
  const name = found.trade_name || found.name;
  words.append(line("span", name, "intake-results__name"), line("span", address(found)));
  words.append(line("span", `SIRET ${found.siret}`, "intake-results__number"));
  const reasons = (found.reasons || []).map((reason) => reason[document.documentElement.lang] || reason.fr);
  if (reasons.length) words.append(line("span", reasons.join(", "), "intake-results__number"));
  item.append(words);
  if (found.is_open) {
    const button = line("button", search.dataset.choose, "fr-btn fr-btn--secondary");
    button.type = "button";
    button.setAttribute("aria-label", `${search.dataset.choose} ${name}`);
    button.addEventListener("click", () => choose(found));
    item.append(button);
  } else {
    item.append(line("span", `(${search.dataset.closed})`));
  }
  return item;
}

function show(items) {
  if (!items.length) return results.replaceChildren(line("p", search.dataset.none));
  const list = document.createElement("ul");
  list.className = "intake-results";
  list.append(...items.map(entry));
  results.replaceChildren(line("p", `${search.dataset.some} ${items.length}`), list);
}

let waiting = null;
let asking = null;

// Only the last question is answered: those before it are dropped on the way.
async function ask() {
  clearTimeout(waiting);
  if (asking) asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const query = asQuery(search.elements.q.value.trim(), search.elements.place.value.trim());
  try {
    const answer = await fetch(`${search.dataset.search}?${query}`, { credentials: "omit", signal });
    if (!answer.ok) throw new Error(answer.status);
    show((await answer.json()).items);
  } catch {
    if (!signal.aborted) results.replaceChildren(line("p", search.dataset.failed));
  }
}

if (search) {
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    results.hidden = false;
    results.replaceChildren(line("p", search.dataset.waiting));
    ask();
  });
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    if (search.elements.q.value.trim().length < LEAST_TYPED) return;
    waiting = setTimeout(() => {
      results.hidden = false;
      ask();
    }, PAUSE_MS);
  });
}
