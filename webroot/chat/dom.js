// The few things that every part of the page does with its elements. Text becomes text nodes: nothing here parses markup.

export const byId = (id) => document.getElementById(id);

/** Makes an element; what begins with "on" is a listener, false and null leave an attribute out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), value);
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A round mark with the first letter of a name, in a tone that belongs to the person. */
export function avatar(name, person, id = null) {
  const letter = name ? [...name][0].toLocaleUpperCase() : "·";
  return element("span", { class: `avatar ${tone(person)}`, "aria-hidden": "true", id }, letter);
}

function tone(person) {
  if (!person) {
    return "tone-none";
  }
  let sum = 0;
  for (const character of person) {
    sum = (sum * 31 + character.codePointAt(0)) % 9973;
  }
  return `tone-${sum % 8}`;
}

/** One item of a list is in the order of the Tab key: the one with the focus, or else the current one, or the first. */
export function reach(list) {
  const buttons = [...list.querySelectorAll("button:enabled")];
  const reached = buttons.find((button) => button === document.activeElement) ?? buttons.find((button) => button.hasAttribute("aria-current")) ?? buttons[0];
  buttons.forEach((button) => button.setAttribute("tabindex", button === reached ? "0" : "-1"));
}

/** Arrow keys, Home and End move the focus in a list of which one item is in the order of the Tab key. */
export function rove(list, selector) {
  list.addEventListener("keydown", (event) => {
    const items = [...list.querySelectorAll(selector)];
    const at = items.indexOf(document.activeElement?.closest(selector));
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (at < 0 || next === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const chosen = items[Math.max(0, Math.min(next, items.length - 1))];
    items.forEach((item) => item.setAttribute("tabindex", item === chosen ? "0" : "-1"));
    chosen.focus();
  });
}

/**
 * Makes a list show what a plan says, with as few changes as possible: what looks as before stays the same element, so that nobody
 * clicks on what is just being replaced. The focus stays where it was, also on what was made anew.
 *
 * @param kept what the last call returned: by key, the item and its look
 * @param plan for each item its key, what its look depends on, and make()
 */
export function reconcile(list, kept, plan) {
  const now = new Map();
  let next = list.firstElementChild;
  for (const { key, look, make } of plan) {
    let entry = kept.get(key);
    if (!entry || entry.look !== look || now.has(key)) {
      const before = entry?.item;
      entry = { item: make(), look };
      if (before === next) {
        next = next?.nextElementSibling ?? null;
      }
      replace(before, entry.item);
    }
    now.set(key, entry);
    if (entry.item === next) {
      next = next.nextElementSibling;
    } else {
      list.insertBefore(entry.item, next);
    }
  }
  const wanted = new Set([...now.values()].map(({ item }) => item));
  [...list.children].filter((item) => !wanted.has(item)).forEach((item) => item.remove());
  return now;
}

function replace(before, made) {
  const focused = before?.contains(document.activeElement);
  if (before?.hasAttribute("tabindex")) {
    made.tabIndex = before.tabIndex;
  }
  before?.replaceWith(made);
  if (focused) {
    (made.hasAttribute("tabindex") ? made : made.querySelector("button:enabled"))?.focus({ preventScroll: true });
  }
}
