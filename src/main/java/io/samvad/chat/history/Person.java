package io.samvad.chat.history;

import java.time.Instant;

/**
 * Somebody who is remembered.
 *
 * @param id identity
 * @param name nickname; null when somebody else has taken it after a long absence
 * @param version how often the nickname has changed, from 1: of two that are told of a person, the higher is newer
 * @param seenAt when they were last here
 */
public record Person(String id, String name, long version, Instant seenAt) {}
