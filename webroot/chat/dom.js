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
export function avatar(name, person) {
  const letter = name ? [...name][0].toLocaleUpperCase() : "·";
  return element("span", { class: `avatar ${tone(person)}`, "aria-hidden": "true" }, letter);
}

export function tone(person) {
  if (!person) {
    return "tone-none";
  }
  let sum = 0;
  for (const character of person) {
    sum = (sum * 31 + character.codePointAt(0)) % 9973;
  }
  return `tone-${sum % 8}`;
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
