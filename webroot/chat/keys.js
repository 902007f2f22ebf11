// Keys that work everywhere on the page.

import { byId } from "./dom.js";

export function listen({ session, sidebar, search, timeline, composer, showKeys }) {
  const regions = [
    () => document.querySelector("#rooms button[tabindex='0']"),
    () => byId("timeline"),
    () => byId("input"),
  ];

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || byId("dialog").open) {
      return;
    }
    const typing = event.target.matches("input, textarea, select");
    if (event.key === "?" && (!typing || event.target.value === "")) {
      event.preventDefault();
      showKeys();
    } else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && session.me) {
      event.preventDefault();
      search.open();
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      step(event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "F6") {
      event.preventDefault();
      nextRegion(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      escape();
    } else if (!typing && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // Whoever begins to type means the field.
      composer.focus();
    }
  });

  function step(by) {
    const rooms = sidebar.ordered();
    const at = rooms.indexOf(session.current);
    session.open(rooms[(at + by + rooms.length) % rooms.length].name);
  }

  function nextRegion(by) {
    const reachable = regions.map((find) => find()).filter((item) => item?.offsetParent);
    const at = reachable.findIndex((item) => item === document.activeElement || item.closest("nav, .timeline, form")?.contains(document.activeElement));
    reachable[(at + by + reachable.length) % reachable.length]?.focus();
  }

  function escape() {
    if (sidebar.isOpen) {
      sidebar.toggle(false);
    } else {
      timeline.toEnd();
      composer.focus();
    }
  }
}
