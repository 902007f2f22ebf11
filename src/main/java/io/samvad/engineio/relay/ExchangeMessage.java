package io.samvad.engineio.relay;

/**
 * What the two ends of an exchange say to each other when its connection and its session are on different nodes. The home
 * is the loop that has the connection, the owner the one that has the session.
 *
 * @param origin the loop that says it
 * @param exchange id of the exchange, given by the home; 0 for what concerns all of them
 * @param sequence counts what this end has said in the exchange, from 0
 * @param kind what is said, and what the other values mean
 * @param number see the kind; 0 if it has none
 * @param text see the kind; empty if it has none
 * @param bytes see the kind; empty if it has none. Not to be written to
 */
record ExchangeMessage(String origin, long exchange, long sequence, Kind kind, long number, String text, byte[] bytes) {
    static final byte[] NO_BYTES = {};

    /** What can be said. Its place in this list is its code on the wire: new ones go to the end. */
    enum Kind {
        /** From the home: a GET for the session named by the text. */
        GET(true),
        /** From the home: a POST for the session named by the text. */
        POST(true),
        /** From the home: an upgrade of the session named by the text; 1 if the client asked for base64 in place of binary. */
        UPGRADE(true),
        /** From the home: the client went away before it was answered; or, after ANSWER, before it got all of that. */
        ABORTED(true),
        /** From the home: the body of the request is these bytes. */
        BODY(true),
        /** From the home: the body has more bytes than the number allows; or failed as the text says, if that is -1. */
        NO_BODY(true),
        /** From the home: the WebSocket is open; 1 if its client takes compressed messages. */
        OPENED(true),
        /** From the home: there will be no WebSocket, as the text says. */
        NOT_OPENED(true),
        /** From the home: a message of the client, binary if the number is 1. */
        RECEIVED(true),
        /** From the home: the WebSocket has closed for the reason that the text names. */
        CLOSED(true),
        /** From the home: so many bytes have gone to the network. */
        SENT(true),
        /** From the home: these exchanges (bytes: 8 for each id) are open. The owner answers with PRESENT. */
        ROLL(true),
        /**
         * From the owner: answer the poll with these bytes. The number has 1 in it if they are no text, 2 if they shall not be
         * compressed, 4 if the owner must know when the client does not get them.
         */
        ANSWER(false),
        /** From the owner: refuse the request with the error that the first line of the text names, and the rest of it. */
        REFUSE(false),
        /** From the owner: send me the body, of at most so many bytes. */
        READ_BODY(false),
        /** From the owner: answer the upgrade with 101. */
        ACCEPT(false),
        /** From the owner: write these finished frames. */
        WRITE(false),
        /** From the owner: say goodbye with this code and text, behind all that was written. */
        CLOSE(false),
        /** From the owner: drop the connection. */
        ABORT(false),
        /** From the owner: so many bytes of messages have been heard. */
        HEARD(false),
        /** From the owner: I am here, and of those you named these (bytes: 8 for each id) are not open with me. */
        PRESENT(false);

        private final boolean fromHome;

        Kind(boolean fromHome) {
            this.fromHome = fromHome;
        }

        /** Whether it is said by the loop that has the connection. */
        boolean fromHome() {
            return fromHome;
        }

        /** Whether it begins an exchange. */
        boolean opens() {
            return this == GET || this == POST || this == UPGRADE;
        }
    }
}
