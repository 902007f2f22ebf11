package io.samvad.chat.history;

import java.util.Optional;

/**
 * What became of a claim to a nickname.
 *
 * @param person who has it now
 * @param loser who had it until then and is without one now; nobody when it was free
 */
public record Claim(Person person, Optional<Person> loser) {}
