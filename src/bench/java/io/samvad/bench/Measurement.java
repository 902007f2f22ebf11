package io.samvad.bench;

/**
 * What was seen of one server under one load.
 *
 * @param seconds length of the window
 * @param deliveries messages received by all clients in the window
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
        long p50,
        long p99,
        CpuTime server,
        double generator,
        double others,
        long faults) {

    double deliveriesPerSecond() {
        return deliveries / seconds;
    }

    double microsPerDelivery() {
        return server.total() * 1e6 / deliveries;
    }

    double userMicrosPerDelivery() {
        return server.user() * 1e6 / deliveries;
    }

    double systemMicrosPerDelivery() {
        return server.system() * 1e6 / deliveries;
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
