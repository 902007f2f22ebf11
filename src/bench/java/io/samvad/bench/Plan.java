package io.samvad.bench;

/**
 * What clients do in a load.
 *
 * @param transport how they are connected
 * @param kind what messages are like, and who receives them
 * @param path of the WebSocket, for servers without Socket.IO
 * @param clients number of clients
 * @param senders how many of them send
 * @param inFlight messages of each sender under way at the same time, or 0 when they send at a rate
 * @param rate messages a second of all senders together, or 0
 * @param bytes length of a message's text
 * @param deflate whether clients offer permessage-deflate, without context take-over
 */
record Plan(
        Transport transport,
        WireMessage.Kind kind,
        String path,
        int clients,
        int senders,
        int inFlight,
        double rate,
        int bytes,
        boolean deflate) {

    /** How a client is connected. */
    enum Transport {
        WEBSOCKET,
        POLLING,
        /** It begins on polling and takes its session to a WebSocket. */
        UPGRADE
    }

    boolean socketIo() {
        return kind != WireMessage.Kind.PLAIN;
    }

    WireMessage message() {
        return new WireMessage(kind, bytes, transport != Transport.POLLING);
    }

    Streams streams() {
        return switch (kind) {
            case CHAT, BINARY, PLAIN -> Streams.broadcast(clients, senders);
            case ROOM -> Streams.rooms(clients, senders);
            case ACK -> Streams.echo(clients, senders);
        };
    }

    Plan withClients(int newClients, int newSenders, int newInFlight) {
        return new Plan(
                transport, kind, path, newClients, Math.min(newSenders, newClients), newInFlight, rate, bytes, deflate);
    }

    /** The same at a rate. */
    Plan at(double newRate) {
        return new Plan(transport, kind, path, clients, senders, 0, newRate, bytes, deflate);
    }

    /** The same without a rate: each sender keeps so many messages under way. */
    Plan saturated(int newInFlight) {
        return new Plan(transport, kind, path, clients, senders, newInFlight, 0, bytes, deflate);
    }

    Plan over(Transport newTransport) {
        return new Plan(newTransport, kind, path, clients, senders, inFlight, rate, bytes, deflate);
    }

    Plan with(WireMessage.Kind newKind) {
        return new Plan(transport, newKind, path, clients, senders, inFlight, rate, bytes, deflate);
    }

    Plan sized(int newBytes, boolean compressed) {
        return new Plan(transport, kind, path, clients, senders, inFlight, rate, newBytes, compressed);
    }

    /** The same without Socket.IO. */
    Plan plain(String newPath) {
        return new Plan(transport, WireMessage.Kind.PLAIN, newPath, clients, senders, inFlight, rate, bytes, deflate);
    }
}
