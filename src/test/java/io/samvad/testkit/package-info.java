/**
 * What tests of Samvad, and of programs written with it, need: real servers on free ports and clients that speak the
 * protocols byte by byte.
 *
 * <p>Read in this order: {@link io.samvad.testkit.Instances} starts servers, {@link io.samvad.testkit.EngineClient} talks
 * Engine.IO with them, {@link io.samvad.testkit.RawWebSocket}, {@link io.samvad.testkit.RawFrame},
 * {@link io.samvad.testkit.RawConnection} and {@link io.samvad.testkit.HttpAnswer} are the wire below,
 * {@link io.samvad.testkit.Program} and {@link io.samvad.testkit.Postgres} are processes that can be killed, frozen and run out
 * of disk, {@link io.samvad.testkit.TcpProxy} a wire that can be cut, {@link io.samvad.testkit.LogGuard} reads the log of the whole run.
 */
package io.samvad.testkit;
