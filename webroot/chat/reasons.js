// Why something was refused, in words for people.

import { current as language, t } from "./i18n.js";

const CODES = new Set([
  "invalid",
  "identity_required",
  "not_found",
  "not_yours",
  "taken",
  "unknown_command",
  "too_large",
  "too_many",
  "too_fast",
  "busy",
  "unavailable",
]);

/** The server explains itself exactly, but in English; in other languages the page says what the code means. */
export function why({ code, message }) {
  const known = CODES.has(code) && (language() !== "en" || code === "identity_required");
  return known ? t(`refused_${code}`) : message;
}

/** That, and when to try again. */
export function reason(error) {
  const message = why(error) || t(error.code === "offline" ? "offline" : "noAnswer");
  return error.retryAfter >= 1000 ? t("again", { message, count: Math.ceil(error.retryAfter / 1000) }) : message;
}
