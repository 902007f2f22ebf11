/**
 * Benchmarks: what the codecs cost, and what the server delivers beside its peers.
 *
 * <p>Nothing imports this package, and it is compiled with the Maven profile {@code bench} only. The load generator speaks
 * to servers over TCP and knows none of our classes, so that it measures whatever listens. JMH classes live in the package
 * of what they measure, where they reach package-private code.
 *
 * <p>Read in this order: {@link io.samvad.bench.Comparison}, {@link io.samvad.bench.Scenario} with {@link
 * io.samvad.bench.Plan}, {@link io.samvad.bench.Peer}, {@link io.samvad.bench.ServerProcess}; then {@link
 * io.samvad.bench.LoadGenerator}, {@link io.samvad.bench.Streams}, {@link io.samvad.bench.WireMessage}, {@link
 * io.samvad.bench.Client} with {@link io.samvad.bench.WebSocketClient} and {@link io.samvad.bench.PollingClient}, {@link
 * io.samvad.bench.Transcript}; then {@link io.samvad.bench.Measurement}, {@link io.samvad.bench.Memory}, {@link
 * io.samvad.bench.Metric}, {@link io.samvad.bench.Results} and {@link io.samvad.bench.Plot}; then {@link
 * io.samvad.bench.Flames} with {@link io.samvad.bench.Sampler}, {@link io.samvad.bench.CallTree}, {@link
 * io.samvad.bench.FlameGraph} and {@link io.samvad.bench.Profiles}; and {@link io.samvad.bench.CodecTable}.
 */
package io.samvad.bench;
