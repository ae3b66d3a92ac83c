// Starts the design system's scripts, on the page and on every fragment that htmx puts in later.
// Nothing depends on this file: every page works without it.
(() => {
  "use strict";

  const english = document.documentElement.lang.startsWith("en");

  const ENGLISH = {
    more: "More",
    limit: {
      character_remaining: "You have {value} character left",
      characters_remaining: "You have {value} characters left",
      character_too_many: "You have {value} character too many",
      characters_too_many: "You have {value} characters too many",
    },
    calendar: {
      open_calendar: "Open calendar",
      choose_a_date: "Choose a date",
      choose_a_date_between:
        "Choose a date between {minDay} {minMonthStr} {minYear} and {maxDay} {maxMonthStr} {maxYear}",
      choose_a_date_before: "Choose a date, {maxDay} {maxMonthStr} {maxYear} at the latest.",
      choose_a_date_after: "Choose a date, {minDay} {minMonthStr} {minYear} at the earliest.",
      aria_label_date: "{dayStr} {day} {monthStr} {year}",
      current_month_displayed: "Showing {monthLabel} {focusedYear}",
      first_possible_date: "First date that can be chosen",
      last_possible_date: "Last date that can be chosen",
      previous_year: "One year back",
      previous_month: "One month back",
      next_month: "One month forward",
      next_year: "One year forward",
      select_month: "Choose month",
      select_year: "Choose year",
      previous_years: "{years} years back",
      next_years: "{years} years forward",
      guide:
        "With the keyboard: left and right arrow change the day, up and down arrow the week, page up and page " +
        "down the month, shift with page up or page down the year. Home and end go to the ends of the week.",
      months_displayed: "Choose a month",
      years_displayed: "Showing the years {start} to {end}. Choose a year.",
      january: "January",
      february: "February",
      march: "March",
      april: "April",
      may: "May",
      june: "June",
      july: "July",
      august: "August",
      september: "September",
      october: "October",
      november: "November",
      december: "December",
      monday: "Monday",
      tuesday: "Tuesday",
      wednesday: "Wednesday",
      thursday: "Thursday",
      friday: "Friday",
      saturday: "Saturday",
      sunday: "Sunday",
    },
  };

  function each(scope, selector, start) {
    if (scope instanceof Element && scope.matches(selector)) start(scope);
    scope.querySelectorAll(selector).forEach(start);
  }

  /** Starts what lies in `scope` (the document, or a fragment that was just put in). */
  function startComponents(scope) {
    each(scope, ".alert.has-close", (element) => new DKFDS.Alert(element).init());
    each(scope, ".form-limit", (element) =>
      (english ? new DKFDS.CharacterLimit(element, ENGLISH.limit) : new DKFDS.CharacterLimit(element)).init(),
    );
    each(scope, ".js-checkbox-toggle-content", (element) => new DKFDS.CheckboxToggleContent(element).init());
    each(scope, ".js-radio-toggle-group", (element) => new DKFDS.RadioToggleGroup(element).init());
    each(scope, ".js-dropdown", (element) => new DKFDS.Dropdown(element).init());
    each(scope, ".fds-modal", (element) => new DKFDS.Modal(element).init());
    each(scope, "[data-module='error-summary']", (element) => new DKFDS.ErrorSummary(element).init());
    each(scope, "div.tab-container", (element) => new DKFDS.Tabs(element).init());
    each(scope, "table.table--selectable", (element) => new DKFDS.TableSelectableRows(element).init());
    each(scope, ".tooltip-wrapper", (element) => new DKFDS.Tooltip(element).init());
    // Rows become blocks on a phone only when scripts can put the headers in front of the values.
    each(scope, "[data-jv-stack]", (region) => {
      region.querySelectorAll("table").forEach((table) => {
        table.classList.add("table--responsive-headers");
        new DKFDS.ResponsiveTable(table);
      });
    });
    DKFDS.datePicker.on(scope === document ? document.body : scope);
  }

  function startFrame() {
    const drawer = document.querySelector("[data-jv-drawer]");
    if (drawer) {
      drawer.setAttribute("role", "dialog");
      drawer.setAttribute("aria-modal", "true");
      new DKFDS.Navigation().init();
    }
    const more = document.querySelector(".more-button span");
    if (more && english) more.textContent = ENGLISH.more;
  }

  /** A second press on a button that posts does nothing while the first one is on its way. */
  function guardAgainstDoubleSubmit() {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-jv-repeat")) return;
      if (form.hasAttribute("data-jv-sent")) {
        event.preventDefault();
        return;
      }
      form.setAttribute("data-jv-sent", "");
      if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
    });
    // The page may come back from the browser's memory when the reader presses "back".
    window.addEventListener("pageshow", () => {
      document.querySelectorAll("[data-jv-sent]").forEach((form) => {
        form.removeAttribute("data-jv-sent");
        form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
      });
    });
  }

  /**
   * Logging in again, in another window, makes the token of a page that waits to be sent void: it is sent with the
   * one that a page asked for now has. Where none comes, it is sent as it is, and the answer has a new one.
   */
  function sendWithFreshToken() {
    const form = document.querySelector("form[data-jv-fresh]");
    if (!form) return;
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || form.hasAttribute("data-jv-sent")) return;
      event.preventDefault();
      form.setAttribute("data-jv-sent", "");
      fetch(form.dataset.jvFresh, { credentials: "same-origin" })
        .then((answer) => answer.text())
        .then((text) => {
          const page = new DOMParser().parseFromString(text, "text/html");
          const token = page.querySelector("input[name=csrfmiddlewaretoken]");
          if (token) form.elements.csrfmiddlewaretoken.value = token.value;
        })
        .catch(() => undefined)
        .finally(() => form.submit());
    });
  }

  /** "/" leads to the search box, unless something is being written. */
  function leadToSearch() {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      const box = document.querySelector("[data-jv-search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
  }

  leadToSearch();
  if (typeof DKFDS === "undefined") {
    // The design system's script did not arrive: fall back to what works without it.
    document.documentElement.classList.replace("js", "no-js");
    return;
  }
  if (english) DKFDS.datePicker.setLanguage(ENGLISH.calendar);
  startFrame();
  startComponents(document);
  sendWithFreshToken();
  guardAgainstDoubleSubmit();
  document.body.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) startComponents(event.detail.elt);
  });
})();
