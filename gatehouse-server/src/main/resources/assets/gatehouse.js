// Makes pages a little smoother; they work wholly without it.
(() => {
  "use strict";

  const svg = (d) => {
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("class", "icon");
    icon.setAttribute("fill", "none");
    icon.setAttribute("stroke", "currentColor");
    icon.setAttribute("stroke-width", "1.75");
    icon.setAttribute("stroke-linecap", "round");
    icon.setAttribute("stroke-linejoin", "round");
    icon.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    icon.append(path);
    return icon;
  };
  const eye = "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z";
  const struck = eye + "M4 4l16 16";

  const addReveal = (input) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "reveal";
    button.setAttribute("aria-controls", input.id);
    const show = (visible) => {
      input.type = visible ? "text" : "password";
      const label = visible ? input.dataset.hide : input.dataset.show;
      button.setAttribute("aria-label", label);
      button.title = label;
      button.replaceChildren(svg(visible ? struck : eye));
    };
    button.addEventListener("click", () => show(input.type === "password"));
    // Password managers and the browser's own memory look for a password field.
    input.form.addEventListener("submit", () => show(false));
    show(false);
    input.after(button);
    input.parentElement.classList.add("can-reveal");
  };

  // The texts are British English, and so are their dates.
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const words = new Intl.RelativeTimeFormat(language);
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];

  const tellTime = (element) => {
    const moment = new Date(element.dateTime);
    element.title = exact.format(moment);
    const seconds = (Date.now() - moment.getTime()) / 1000;
    const unit = units.find(([, length]) => seconds >= length);
    // Older ones are dates, and those under a minute "just now": the page has said it already.
    if (unit && seconds < 31 * 86400) {
      element.textContent = words.format(-Math.floor(seconds / unit[1]), unit[0]);
    }
  };

  document.querySelectorAll("input[data-show]").forEach(addReveal);
  const times = document.querySelectorAll("time");
  const tellTimes = () => times.forEach(tellTime);
  if (times.length > 0) {
    tellTimes();
    setInterval(tellTimes, 60000);
  }

  // An answer on its way back to an application; its button is for whoever has no scripts.
  document.querySelector("form[data-send]")?.submit();
})();
