// Turns what people write into text, links and mentions: nodes, never markup.

import { element } from "./dom.js";

const ALLOWED = new Set(["http:", "https:", "mailto:"]);
const SPECIAL = /\b(?:https?:\/\/|mailto:)[^\s<>"]+|@[\p{L}\p{M}\p{N}\-_.\u200c\u200d]{1,30}/giu;

export function nodes(text, { nick, mentions } = {}) {
  const made = [];
  let from = 0;
  for (const match of text.matchAll(SPECIAL)) {
    const special = match[0].startsWith("@") ? mention(text, match, nick, mentions) : link(match[0]);
    if (special) {
      made.push(text.slice(from, match.index), special);
      from = match.index + special.textContent.length;
    }
  }
  made.push(text.slice(from));
  return made.filter((node) => node !== "");
}

function mention(text, match, nick, mentions) {
  const inside = match.index > 0 && /[\p{L}\p{N}]/u.test(text[match.index - 1]);
  const word = match[0].replace(/[.\-]+$/, "");
  if (inside || !mentions?.length || word.length < 2) {
    return null;
  }
  const mine = nick && word.slice(1).toLowerCase() === nick.toLowerCase();
  return element("span", { class: mine ? "mention mine" : "mention" }, word);
}

function link(found) {
  let address = found.replace(/[.,;:!?'*]+$/, "");
  // A bracket at the end belongs to the sentence, unless it was opened in the address.
  while (/[)\]}]$/.test(address) && count(address, address.at(-1)) > count(address, opening(address.at(-1)))) {
    address = address.slice(0, -1).replace(/[.,;:!?'*]+$/, "");
  }
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (!ALLOWED.has(url.protocol)) {
    return null;
  }
  return element("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, address);
}

const opening = (bracket) => ({ ")": "(", "]": "[", "}": "{" })[bracket];
const count = (text, character) => text.split(character).length - 1;
