/**
 * The page in a real browser: Chromium, driven by Playwright, against the running program. Read first {@link
 * io.samvad.browser.ChatPage}, then the test.
 */
package io.samvad.browser;
