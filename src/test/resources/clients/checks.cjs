// What the scripts here share: named checks, and waiting with a limit.
"use strict";

const LIMIT = 8000;

/** A promise that fails after a while, so that what never comes has a name. */
function within(promise, what, limit = LIMIT) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${limit} ms`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The arguments of the next event of an emitter. */
function next(emitter, event) {
  return within(new Promise((resolve) => emitter.once(event, (...args) => resolve(args))), event);
}

/** Waits until a condition, or the promise of one, holds. */
async function until(condition, what, limit = LIMIT) {
  const end = Date.now() + limit;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(`not ${what} within ${limit} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Fails unless both are the same value of JSON: for scripts that run in a page, too, where there is no assert. */
function equal(actual, expected) {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value));
  if (is !== should) {
    throw new Error(`${is} is not ${should}`);
  }
}

const checks = [];

/** Adds a check; its name is a sentence. */
function check(name, body) {
  checks.push({ name, body });
}

/** Runs all checks, one after the other, and ends the process. */
async function run(cleanUp) {
  let failed = false;
  for (const { name, body } of checks) {
    try {
      await body();
      console.log(`ok ${name}`);
    } catch (error) {
      failed = true;
      console.log(`failed ${name}: ${error.stack}`);
    } finally {
      await cleanUp();
    }
  }
  process.exitCode = failed ? 1 : 0;
}

module.exports = { check, equal, run, within, next, until };
