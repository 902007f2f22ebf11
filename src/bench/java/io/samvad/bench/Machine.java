package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;

/** Where a benchmark ran, in one line. */
final class Machine {
    private Machine() {}

    static String line() {
        return "%s, %s cores, %s %s, JDK %s, Node %s, %s"
                .formatted(
                        processor(),
                        ServerProcess.firstLine("nproc", "--all"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version(),
                        ServerProcess.firstLine("node", "--version"),
                        LocalDate.now());
    }

    /** Version of a peer, with a comma before it, from where it is installed. */
    static String version(Peer.Family family) {
        return switch (family) {
            case NODE -> ", socket.io " + module("socket.io");
            case WS -> ", ws " + module("ws");
            case NETTY -> ", netty-socketio " + library("target/bench/netty-socketio/lib", "netty-socketio-");
            case SAMVAD, PROGRAM -> "";
        };
    }

    private static String module(String name) {
        return ServerProcess.firstLine(
                "node", "-p", "require('./target/npm/node_modules/" + name + "/package.json').version");
    }

    private static String library(String folder, String prefix) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(prefix + "[0-9].*"))
                    .map(name -> name.substring(prefix.length()).replace(".jar", ""))
                    .findFirst()
                    .orElse("-");
        } catch (IOException notBuilt) {
            return "-";
        }
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException noProc) {
            return System.getProperty("os.arch");
        }
    }
}
