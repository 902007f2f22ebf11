// The words of the page, in the language that the browser prefers or that was chosen.

import { memory } from "./memory.js";
import en from "./texts/en.js";
import hi from "./texts/hi.js";

const languages = { en, hi };
let language = preferred();

function preferred() {
  const wishes = [memory.get("language"), ...(navigator.languages ?? [])];
  return wishes.filter(Boolean).map((wish) => String(wish).slice(0, 2).toLowerCase()).find((wish) => wish in languages) ?? "en";
}

/** The languages there are, each by its own name. */
export const choices = Object.entries(languages).map(([code, texts]) => ({ code, name: texts.languageName }));

export const current = () => language;

/** A text with {names} filled in; one that depends on a number is chosen by {count}. */
export function t(key, values = {}) {
  let text = languages[language][key] ?? en[key] ?? key;
  if (typeof text === "object") {
    text = text[new Intl.PluralRules(language).select(values.count)] ?? text.other;
  }
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? formatted(values[name]) : all));
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name that is written from right to left keeps to itself: the words around it stay in their order. */
function formatted(value) {
  if (typeof value === "number") {
    return value.toLocaleString(language);
  }
  return RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value;
}

export function choose(code) {
  language = code;
  memory.set("language", code);
  translate();
  document.dispatchEvent(new Event("samvad-language"));
}

/** Writes the words into what stands in the markup. */
export function translate() {
  document.documentElement.lang = language;
  for (const item of document.querySelectorAll("[data-text]")) {
    item.textContent = t(item.dataset.text);
  }
  for (const item of document.querySelectorAll("[data-label]")) {
    item.setAttribute("aria-label", t(item.dataset.label));
    if (item.tagName === "BUTTON") {
      item.title = t(item.dataset.label);
    }
  }
  for (const item of document.querySelectorAll("[data-placeholder]")) {
    item.placeholder = t(item.dataset.placeholder);
  }
}

export function clock(time) {
  return clockFormat().format(time);
}

/** Hours and minutes alone, where there is little room; whole clocks stand near. */
export function brief(time) {
  const parts = clockFormat().formatToParts(time);
  const from = parts.findIndex(({ type }) => type === "hour");
  const to = parts.findIndex(({ type }) => type === "minute");
  return parts.slice(from, to + 1).map(({ value }) => value).join("");
}

const clockFormat = () => new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });

export function exact(time) {
  return new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" }).format(time);
}

/** Today, yesterday, or the date. */
export function day(time) {
  const days = Math.round((midnight(Date.now()) - midnight(time)) / 86_400_000);
  if (days === 0 || days === 1) {
    const word = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
    return word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
  }
  const year = new Date(time).getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year }).format(time);
}

export const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
