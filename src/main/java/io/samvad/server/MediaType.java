package io.samvad.server;

import java.util.Locale;
import java.util.Map;

/**
 * What a file's ending says about its content. A short table of our own, because with {@code nosniff} a missing or wrong
 * type means that a browser refuses the file.
 *
 * @param value for the Content-Type header
 * @param text whether it is worth compressing; images, fonts and archives are compressed already
 */
record MediaType(String value, boolean text) {

    private static final MediaType UNKNOWN = binary("application/octet-stream");

    private static final Map<String, MediaType> BY_ENDING = Map.ofEntries(
            Map.entry("html", text("text/html; charset=utf-8")),
            Map.entry("htm", text("text/html; charset=utf-8")),
            Map.entry("css", text("text/css; charset=utf-8")),
            Map.entry("js", text("text/javascript; charset=utf-8")),
            Map.entry("mjs", text("text/javascript; charset=utf-8")),
            Map.entry("json", text("application/json; charset=utf-8")),
            Map.entry("map", text("application/json; charset=utf-8")),
            Map.entry("webmanifest", text("application/manifest+json; charset=utf-8")),
            Map.entry("txt", text("text/plain; charset=utf-8")),
            Map.entry("md", text("text/markdown; charset=utf-8")),
            Map.entry("xml", text("application/xml; charset=utf-8")),
            Map.entry("svg", text("image/svg+xml")),
            Map.entry("wasm", text("application/wasm")),
            Map.entry("ico", text("image/x-icon")),
            Map.entry("png", binary("image/png")),
            Map.entry("jpg", binary("image/jpeg")),
            Map.entry("jpeg", binary("image/jpeg")),
            Map.entry("gif", binary("image/gif")),
            Map.entry("webp", binary("image/webp")),
            Map.entry("avif", binary("image/avif")),
            Map.entry("woff", binary("font/woff")),
            Map.entry("woff2", binary("font/woff2")),
            Map.entry("mp3", binary("audio/mpeg")),
            Map.entry("ogg", binary("audio/ogg")),
            Map.entry("mp4", binary("video/mp4")),
            Map.entry("webm", binary("video/webm")),
            Map.entry("pdf", binary("application/pdf")));

    private static MediaType text(String value) {
        return new MediaType(value, true);
    }

    private static MediaType binary(String value) {
        return new MediaType(value, false);
    }

    static MediaType of(String fileName) {
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, UNKNOWN);
    }

    boolean isPage() {
        return value.startsWith("text/html");
    }
}
