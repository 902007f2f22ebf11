package io.samvad.bench;

/**
 * What was seen of one server in a window.
 *
 * @param seconds length of the window
 * @param deliveries messages received by all clients in the window, or handshakes
 * @param received bytes received by all clients
 * @param p50 median latency in nanoseconds, from the time a message was due to the time its bytes were read
 * @param p99 latency that 99 of 100 deliveries did not exceed, in nanoseconds
 * @param server CPU of the server's processes in the window
 * @param generator CPU seconds of the load generator
 * @param others CPU seconds of everything else on the machine
 * @param faults messages lost, repeated, out of order or damaged, and connections lost, drain included
 */
record Measurement(
        double seconds,
        long deliveries,
        long received,
        long p50,
        long p99,
        CpuTime server,
        double generator,
        double others,
        long faults) {

    Measurement withFaults(long count) {
        return new Measurement(seconds, deliveries, received, p50, p99, server, generator, others, count);
    }

    double perSecond() {
        return deliveries / seconds;
    }

    double micros() {
        return server.total() * 1e6 / deliveries;
    }

    double bytes() {
        return (double) received / deliveries;
    }

    double serverPercent() {
        return server.total() / seconds * 100;
    }

    double generatorPercent() {
        return generator / seconds * 100;
    }

    double othersPercent() {
        return Math.max(0, others / seconds * 100);
    }
}
