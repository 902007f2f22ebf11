package io.samvad.engineio;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A test that holds however many event loops serve: with four, each request lands on another loop than the one before, so
 * nearly all of them are relayed to the owner of the session. The parameter is the number of instances.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "at {0}")
@ValueSource(ints = {1, 4})
@interface AtOneAndFourInstances {}
