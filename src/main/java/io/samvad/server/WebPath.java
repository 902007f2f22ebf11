package io.samvad.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A path of a request, cut into the names of folders and file, decoded exactly once.
 *
 * <p>It is cut <em>before</em> it is decoded, so an encoded slash can never become a separator, and what no file of a web
 * root is called (a name with a dot in front, a slash, a backslash, a colon, a control character) is no path at all.
 * That leaves nothing for a traversal to be made of, on any operating system.
 *
 * @param names from the root down
 * @param folder whether it ended with a slash
 */
record WebPath(List<String> names, boolean folder) {

    /** Reads a path as it stood in the request line; empty if it cannot name anything we would serve. */
    static Optional<WebPath> parse(String path) {
        if (path == null || !path.startsWith("/")) {
            return Optional.empty();
        }
        boolean folder = path.endsWith("/");
        String inner = path.length() == 1 ? "" : path.substring(1, path.length() - (folder ? 1 : 0));
        List<String> names = new ArrayList<>();
        if (!inner.isEmpty() || path.length() > 1) {
            for (String segment : inner.split("/", -1)) {
                String name = decode(segment);
                if (name == null || !isPlain(name)) {
                    return Optional.empty();
                }
                names.add(name);
            }
        }
        return Optional.of(new WebPath(List.copyOf(names), folder));
    }

    static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.charAt(0) != '.'
                && name.chars().noneMatch(c -> c < ' ' || c == 127 || c == '/' || c == '\\' || c == ':');
    }

    /** Undoes percent-encoding (RFC 3986 section 2.1); null if it is broken or not UTF-8. */
    private static String decode(String segment) {
        ByteBuffer bytes = ByteBuffer.allocate(segment.length() * 3);
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c > 126) {
                return null;
            }
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            if (i + 2 >= segment.length()
                    || !HexFormat.isHexDigit(segment.charAt(i + 1))
                    || !HexFormat.isHexDigit(segment.charAt(i + 2))) {
                return null;
            }
            bytes.put((byte) HexFormat.fromHexDigits(segment, i + 1, i + 3));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }
}
