package io.samvad.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** HTTP as bytes on a socket, for requests that a well-behaved client would not send. */
final class RawHttp {

    /** An answer as it came. */
    record Answer(int status, List<String> headers, byte[] body) {

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).trim())
                    .findFirst();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private RawHttp() {}

    /** One request on a connection of its own. */
    static Answer request(int port, String method, String path, String... headers) throws IOException {
        StringBuilder head =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return exchange(port, head.append("\r\n").toString());
    }

    static Answer get(int port, String path, String... headers) throws IOException {
        return request(port, "GET", path, headers);
    }

    /** Sends bytes, each char one, and reads until the server closes. */
    static Answer exchange(int port, String bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    private static Answer parse(byte[] all) {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = List.of(text.substring(0, end).split("\r\n"));
        return new Answer(
                Integer.parseInt(lines.get(0).split(" ")[1]),
                lines.subList(1, lines.size()),
                Arrays.copyOfRange(all, end + 4, all.length));
    }
}
