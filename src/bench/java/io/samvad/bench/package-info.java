/**
 * Benchmarks: what the codecs cost, and what the server delivers beside the official Node server.
 *
 * <p>Nothing imports this package, and it is compiled with the Maven profile {@code bench} only. The load generator speaks
 * to servers over TCP and knows none of our classes, so that it measures whatever listens. JMH classes live in the package
 * of what they measure, where they reach package-private code.
 *
 * <p>Read in this order: {@link io.samvad.bench.ChatComparison}, {@link io.samvad.bench.ServerProcess}, {@link
 * io.samvad.bench.LoadGenerator}, {@link io.samvad.bench.Client}, {@link io.samvad.bench.WireMessage}, {@link
 * io.samvad.bench.Measurement}, {@link io.samvad.bench.ComparisonTable}, {@link io.samvad.bench.CodecTable}.
 */
package io.samvad.bench;
