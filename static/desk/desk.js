// Gives the admin's own widgets the names that a screen reader reads out. Nothing on the desk depends on it.
"use strict";

function nameChoosers(part) {
  for (const select of part.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const words = select.getAttribute("aria-label") || (label ? label.textContent.replace(/[:\s]+$/, "") : "");
    const chooser = select.parentElement.querySelector(".select2-selection");
    if (words && chooser) {
      for (const part of [chooser, chooser.querySelector(".select2-selection__rendered")]) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", words);
      }
    }
  }
}

function nameMoments() {
  for (const moment of document.querySelectorAll("p.datetime")) {
    const group = moment.closest("fieldset, .flex-container");
    const words = group.querySelector("legend, label").textContent.replace(/[:\s]+$/, "");
    const [date, time] = moment.querySelectorAll("input");
    date.setAttribute("aria-label", `${words}, date`);
    time.setAttribute("aria-label", `${words}, time`);
  }
}

function nameEmptyHeaders() {
  for (const header of document.querySelectorAll(".tabular th.original")) {
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = "Saved as";
    header.append(words);
  }
}

// The choosers come one by one, and again with each row that is added to a form.
new MutationObserver(() => nameChoosers(document)).observe(document.body, { childList: true, subtree: true });
nameChoosers(document);
nameMoments();
nameEmptyHeaders();
