package io.samvad.engineio;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Which pages of other origins may use the server; none by default. */
public class CorsOptions {
    /** Seconds a browser may remember a preflight by default: as long as it likes. */
    public static final int DEFAULT_MAX_AGE = -1;

    private static final String ANY = "*";

    private List<String> origins = List.of();
    private List<OriginPattern> originPatterns = List.of();
    private List<String> methods = List.of("GET", "POST");
    private List<String> allowedHeaders = List.of();
    private List<String> exposedHeaders = List.of();
    private boolean credentials;
    private int maxAge = DEFAULT_MAX_AGE;

    /** No other origin. */
    public CorsOptions() {}

    /** From JSON with the keys of {@link #toJson()}; {@code origin} is a string, {@code "*"}, or an array of strings. */
    public CorsOptions(JsonObject json) {
        origins = strings(json, "origin", origins);
        setOriginPatterns(strings(json, "originPatterns", List.of()));
        methods = strings(json, "methods", methods);
        allowedHeaders = strings(json, "allowedHeaders", allowedHeaders);
        exposedHeaders = strings(json, "exposedHeaders", exposedHeaders);
        credentials = json.getBoolean("credentials", credentials);
        maxAge = json.getValue("maxAge") == null ? maxAge : json.getInteger("maxAge");
    }

    private static List<String> strings(JsonObject json, String key, List<String> absent) {
        Object value = json.getValue(key);
        if (value instanceof JsonArray array) {
            return array.stream().map(Object::toString).toList();
        }
        return value == null ? absent : List.of(value.toString());
    }

    /** As JSON. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("origin", new JsonArray(origins))
                .put("originPatterns", new JsonArray(getOriginPatterns()))
                .put("methods", new JsonArray(methods))
                .put("allowedHeaders", new JsonArray(allowedHeaders))
                .put("exposedHeaders", new JsonArray(exposedHeaders))
                .put("credentials", credentials)
                .put("maxAge", maxAge);
    }

    /** See {@link #setOrigins}. */
    public List<String> getOrigins() {
        return origins;
    }

    /** Origins such as {@code https://example.com}, or {@code *} for any. */
    public CorsOptions setOrigins(List<String> origins) {
        this.origins = List.copyOf(origins);
        return this;
    }

    /** The regular expressions for origins. */
    public List<String> getOriginPatterns() {
        return originPatterns.stream().map(OriginPattern::expression).toList();
    }

    /**
     * Regular expressions for origins, besides those that are listed. An origin has to match as a whole, so that nothing is
     * forgotten before or behind; mind that a dot is any character and {@code [.]} a dot.
     *
     * <pre>{@code
     * cors.setOriginPatterns(List.of("https://[a-z0-9-]+[.]chat[.]example"));
     * }</pre>
     *
     * <p>An expression that takes uncommonly many steps for an origin does not match it: strangers choose what is tried here.
     *
     * @throws java.util.regex.PatternSyntaxException if one is not a regular expression as {@link java.util.regex.Pattern} reads it
     */
    public CorsOptions setOriginPatterns(List<String> originPatterns) {
        this.originPatterns = originPatterns.stream().map(OriginPattern::new).toList();
        return this;
    }

    /** Whether pages of this origin may use the server: it is listed, matches a pattern, or any may. */
    public boolean allowsOrigin(String origin) {
        return allowsAnyOrigin()
                || origins.contains(origin)
                || originPatterns.stream().anyMatch(pattern -> pattern.matches(origin));
    }

    /** Whether pages of any origin may use the server. */
    public boolean allowsAnyOrigin() {
        return origins.contains(ANY);
    }

    /** Whether there are other origins that may use the server. */
    public boolean allowsOthers() {
        return !origins.isEmpty() || !originPatterns.isEmpty();
    }

    /** See {@link #setMethods}. */
    public List<String> getMethods() {
        return methods;
    }

    /** Methods a preflight allows. */
    public CorsOptions setMethods(List<String> methods) {
        this.methods = List.copyOf(methods);
        return this;
    }

    /** See {@link #setAllowedHeaders}. */
    public List<String> getAllowedHeaders() {
        return allowedHeaders;
    }

    /** Request headers a preflight allows; empty allows those it asks for. */
    public CorsOptions setAllowedHeaders(List<String> allowedHeaders) {
        this.allowedHeaders = List.copyOf(allowedHeaders);
        return this;
    }

    /** See {@link #setExposedHeaders}. */
    public List<String> getExposedHeaders() {
        return exposedHeaders;
    }

    /** Response headers the page may read. */
    public CorsOptions setExposedHeaders(List<String> exposedHeaders) {
        this.exposedHeaders = List.copyOf(exposedHeaders);
        return this;
    }

    /** See {@link #setCredentials}. */
    public boolean isCredentials() {
        return credentials;
    }

    /** Whether cookies and authorization are allowed from other origins. */
    public CorsOptions setCredentials(boolean credentials) {
        this.credentials = credentials;
        return this;
    }

    /** See {@link #setMaxAge}. */
    public int getMaxAge() {
        return maxAge;
    }

    /** Seconds a browser may remember a preflight; negative says nothing. */
    public CorsOptions setMaxAge(int maxAge) {
        this.maxAge = maxAge;
        return this;
    }
}
