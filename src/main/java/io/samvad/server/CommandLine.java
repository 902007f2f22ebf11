package io.samvad.server;

import java.nio.file.Path;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param action what to do
 * @param file the configuration that was named, or null if none was
 * @param cluster whether it shall be a node of a cluster, whatever the configuration says
 */
record CommandLine(Action action, Path file, boolean cluster) {

    enum Action {
        SERVE,
        SHOW_HELP,
        SHOW_VERSION
    }

    static final String HELP =
            """
            Samvad, a real-time messaging server: Socket.IO and plain WebSocket.

            Usage: java -jar samvad.jar [OPTION]

              --conf FILE   read the configuration from FILE
                            (default: conf/config.json if it is there, else built-in values)
              --cluster     join the nodes that the configuration names in cluster.members
                            (default: those on this machine)
              --help        show this help
              --version     show the version

            Each key of the configuration can also be set by an environment variable,
            for example SAMVAD_HTTP_PORT=3001 for http.port.""";

    /**
     * Reads the arguments.
     *
     * @throws StartFailure if they make no sense
     */
    static CommandLine parse(List<String> arguments) {
        Path file = null;
        boolean cluster = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--help", "-h" -> {
                    return new CommandLine(Action.SHOW_HELP, null, false);
                }
                case "--version" -> {
                    return new CommandLine(Action.SHOW_VERSION, null, false);
                }
                case "--cluster" -> cluster = true;
                case "--conf" -> {
                    i++;
                    if (i == arguments.size()) {
                        throw misused("--conf needs the name of a file");
                    }
                    file = Path.of(arguments.get(i));
                }
                default -> {
                    if (!argument.startsWith("--conf=")) {
                        throw misused("unknown option " + argument);
                    }
                    file = Path.of(argument.substring("--conf=".length()));
                }
            }
        }
        return new CommandLine(Action.SERVE, file, cluster);
    }

    private static StartFailure misused(String what) {
        return new StartFailure("samvad: " + what + "; --help shows what there is", StartFailure.MISUSED);
    }
}
