// Beside a receipt: buttons that copy its code and print the page. Without this the code can be selected and written down.
(() => {
  "use strict";
  const place = document.querySelector("[data-receipt]");
  if (!place) return;
  const { code, copy, print, copied, failed } = place.dataset;

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "nl-button nl-button--secondary";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const said = document.createElement("span");
  said.setAttribute("role", "status");
  if (navigator.clipboard) {
    place.append(
      button(copy, async () => {
        try {
          await navigator.clipboard.writeText(code);
          said.textContent = ` ${copied}`;
        } catch {
          said.textContent = ` ${failed}`;
        }
      }),
      " ",
    );
  }
  place.append(button(print, () => window.print()), said);
})();
