package io.samvad.engineio;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;

/**
 * A cookie that carries the session id, for load balancers that want one; the server itself does not read it. Names, units and
 * defaults are those of Socket.IO's option {@code cookie}.
 *
 * <pre>{@code
 * engine.setCookie(new CookieOptions().setDomain("chat.example").setSecure(true).setSameSite("none"));
 * }</pre>
 */
public class CookieOptions {
    /** Seconds of a cookie that ends with the browser. */
    public static final long DEFAULT_MAX_AGE = -1;

    private String name = "io";
    private String domain;
    private String path = "/";
    private boolean httpOnly = true;
    private boolean secure;
    private CookieSameSite sameSite = CookieSameSite.LAX;
    private long maxAge = DEFAULT_MAX_AGE;
    private Instant expires;

    /** The defaults. */
    public CookieOptions() {}

    /** From JSON with the keys of {@link #toJson()}; what is absent keeps its default. */
    public CookieOptions(JsonObject json) {
        setName(json.getString("name", name));
        setDomain(json.getString("domain"));
        setPath(json.getString("path", path));
        setHttpOnly(json.getBoolean("httpOnly", httpOnly));
        setSecure(json.getBoolean("secure", secure));
        setSameSite(json.getString("sameSite", getSameSite()));
        setMaxAge(json.getValue("maxAge") == null ? maxAge : json.getLong("maxAge"));
        setExpires(json.getInstant("expires"));
    }

    /** As JSON. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("domain", domain)
                .put("path", path)
                .put("httpOnly", httpOnly)
                .put("secure", secure)
                .put("sameSite", getSameSite())
                .put("maxAge", maxAge)
                .put("expires", expires == null ? null : expires.toString());
    }

    /** The value of a {@code Set-Cookie} header. */
    String header(String sid) {
        Cookie cookie = Cookie.cookie(name, sid)
                .setDomain(domain)
                .setPath(path)
                .setHttpOnly(httpOnly)
                .setSecure(secure)
                .setSameSite(sameSite);
        if (maxAge >= 0) {
            // Comes with the date of its end, for browsers that know no Max-Age.
            return cookie.setMaxAge(maxAge).encode();
        }
        return expires == null
                ? cookie.encode()
                : cookie.encode() + "; Expires="
                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(expires.atOffset(ZoneOffset.UTC));
    }

    /** The cookie's name. */
    public String getName() {
        return name;
    }

    /** Its name; "io" by default. */
    public CookieOptions setName(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /** The domain whose hosts get it back, or null. */
    public String getDomain() {
        return domain;
    }

    /** The domain whose hosts get it back; null, the default, for this host alone. */
    public CookieOptions setDomain(String domain) {
        this.domain = domain;
        return this;
    }

    /** The path it is for. */
    public String getPath() {
        return path;
    }

    /** The path it is for; "/" by default. */
    public CookieOptions setPath(String path) {
        this.path = path;
        return this;
    }

    /** Whether scripts may not read it. */
    public boolean isHttpOnly() {
        return httpOnly;
    }

    /** Whether scripts may not read it; true by default. */
    public CookieOptions setHttpOnly(boolean httpOnly) {
        this.httpOnly = httpOnly;
        return this;
    }

    /** Whether it goes over TLS only. */
    public boolean isSecure() {
        return secure;
    }

    /** Whether it goes over TLS only; false by default. */
    public CookieOptions setSecure(boolean secure) {
        this.secure = secure;
        return this;
    }

    /** When pages of other sites may send it. */
    public String getSameSite() {
        return sameSite.name().toLowerCase(Locale.ROOT);
    }

    /** When pages of other sites may send it: {@code lax}, the default, {@code strict} or {@code none}. */
    public CookieOptions setSameSite(String sameSite) {
        this.sameSite = CookieSameSite.valueOf(sameSite.toUpperCase(Locale.ROOT));
        return this;
    }

    /** Seconds it lives, or a negative number. */
    public long getMaxAge() {
        return maxAge;
    }

    /** Seconds it lives; a negative number, the default, leaves that to {@link #setExpires}. */
    public CookieOptions setMaxAge(long maxAge) {
        this.maxAge = maxAge;
        return this;
    }

    /** When it ends, or null. */
    public Instant getExpires() {
        return expires;
    }

    /**
     * When it ends; null, the default, for a cookie that ends with the browser. {@link #setMaxAge} goes before it, as in
     * browsers (RFC 6265, section 5.3).
     */
    public CookieOptions setExpires(Instant expires) {
        this.expires = expires;
        return this;
    }
}
