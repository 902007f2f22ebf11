/**
 * What turns the library into a program: launcher, configuration, static files, routes.
 *
 * <p>This package may import every other of ours; none may import it. It is the only one that reads the environment,
 * creates a {@code Vertx}, knows the logging backend, or is shared by several event loops.
 *
 * <p>Read in this order: {@link io.samvad.server.Launcher} (the command line), {@link io.samvad.server.ServerConfig} (what
 * can be set; {@code ConfigReader}, {@code ConfigSchema} and {@code ConfigKey} make it from a file and the environment),
 * {@link io.samvad.server.Server} (one process), {@code ServerVerticle} (one event loop), {@link
 * io.samvad.server.Application} (the seam to what is served besides files), {@code ClientFiles}, {@code AdminPages} and {@code StaticFiles}.
 */
package io.samvad.server;
