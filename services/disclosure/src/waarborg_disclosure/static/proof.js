// Works out a form's proof of work while somebody fills it in. Without this script the form works as well, more slowly.
(() => {
  "use strict";
  const place = document.querySelector("[data-proof]");
  const form = place?.closest("form");
  const token = form?.querySelector("input[name=_form]")?.value;
  if (!token || !window.Worker) return;

  const { sums, bits, worker, busy, done } = place.dataset;
  const said = place.querySelector("[role=status]");
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "_proof" });
  let waiting = null;
  let ended = false;

  const end = () => {
    ended = true;
    if (waiting) form.requestSubmit(waiting.submitter ?? undefined);
  };

  const work = new Worker(worker);
  work.onmessage = ({ data }) => {
    field.value = data;
    form.append(field);
    said.textContent = done;
    work.terminate();
    end();
  };
  work.onerror = end; // then it is sent without a proof
  said.textContent = busy;
  work.postMessage({ token, sums: Number(sums), bits: Number(bits) });

  // What is not filled in is refused whatever the proof: that is said at once.
  const lacks = () => [...form.querySelectorAll("[aria-required=true]")].some((each) => !each.value.trim());

  form.addEventListener("submit", (event) => {
    if (ended || lacks()) return;
    event.preventDefault();
    waiting = { submitter: event.submitter };
  });
})();
