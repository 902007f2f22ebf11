package io.samvad.engineio;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * A cookie that carries the session id, for load balancers that want one; the server itself does not read it.
 *
 * @param name name of the cookie
 * @param path its path
 * @param httpOnly whether scripts may not read it
 * @param secure whether it goes over TLS only
 * @param sameSite {@code lax}, {@code strict} or {@code none}
 * @param maxAge seconds, negative for a cookie that ends with the browser's session
 */
public record CookieOptions(String name, String path, boolean httpOnly, boolean secure, String sameSite, long maxAge) {
    /** From JSON, as Socket.IO's option {@code cookie}. */
    public CookieOptions(JsonObject json) {
        this(
                json.getString("name", "io"),
                json.getString("path", "/"),
                json.getBoolean("httpOnly", true),
                json.getBoolean("secure", false),
                json.getString("sameSite", "lax"),
                json.getValue("maxAge") == null ? -1 : json.getLong("maxAge"));
    }

    /** As JSON. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("path", path)
                .put("httpOnly", httpOnly)
                .put("secure", secure)
                .put("sameSite", sameSite)
                .put("maxAge", maxAge);
    }

    /** The value of a {@code Set-Cookie} header. */
    String header(String sid) {
        Cookie cookie = Cookie.cookie(name, sid)
                .setPath(path)
                .setHttpOnly(httpOnly)
                .setSecure(secure)
                .setSameSite(CookieSameSite.valueOf(sameSite.toUpperCase(Locale.ROOT)));
        if (maxAge >= 0) {
            cookie.setMaxAge(maxAge);
        }
        return cookie.encode();
    }
}
