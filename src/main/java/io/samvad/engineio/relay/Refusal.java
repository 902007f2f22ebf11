package io.samvad.engineio.relay;

import io.samvad.engineio.protocol.EngineError;

/**
 * What {@link ExchangeMessage.Kind#REFUSE} carries.
 *
 * @param error the error; a bad request if this node does not know it
 * @param message what the client is told
 */
record Refusal(EngineError error, String message) {
    static Refusal of(String text) {
        int line = text.indexOf('\n');
        String name = line < 0 ? text : text.substring(0, line);
        for (EngineError error : EngineError.values()) {
            if (error.name().equals(name)) {
                return new Refusal(error, line < 0 ? error.message() : text.substring(line + 1));
            }
        }
        return new Refusal(EngineError.BAD_REQUEST, EngineError.BAD_REQUEST.message());
    }
}
