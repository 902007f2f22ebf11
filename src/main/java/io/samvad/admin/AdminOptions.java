package io.samvad.admin;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.regex.Pattern;

/** Options of {@link AdminUi}: those of Socket.IO's {@code instrument}, with the same names. */
public class AdminOptions {
    /** Name of the namespace by default: where the pages look first. */
    public static final String DEFAULT_NAMESPACE = "/admin";

    private static final Pattern BCRYPT_HASH =
            Pattern.compile("\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");

    /** How much is told. */
    public enum Mode {
        /** Figures, and each socket, room and event as it comes. */
        DEVELOPMENT,
        /** Figures only, which cost the same however busy the server is. */
        PRODUCTION
    }

    private String namespaceName = DEFAULT_NAMESPACE;
    private boolean authNamed;
    private String username;
    private String passwordHash;
    private Mode mode = Mode.DEVELOPMENT;
    private boolean readonly;
    private String serverId;

    /** The defaults; who may look must still be said. */
    public AdminOptions() {}

    /**
     * From JSON: {@code namespaceName}, {@code mode} ({@code "development"} or {@code "production"}), {@code readonly}, {@code
     * serverId}, and {@code auth}, which is {@code false} or {@code {"type": "basic", "username", "password"}}.
     *
     * @throws IllegalArgumentException for a value that the setters refuse
     */
    public AdminOptions(JsonObject json) {
        namespaceName = json.getString("namespaceName", namespaceName);
        mode = Mode.valueOf(json.getString("mode", mode.name()).toUpperCase(Locale.ROOT));
        readonly = json.getBoolean("readonly", readonly);
        serverId = json.getString("serverId");
        Object auth = json.getValue("auth");
        if (auth instanceof JsonObject basic) {
            setBasicAuth(basic.getString("username"), basic.getString("password"));
        } else if (Boolean.FALSE.equals(auth)) {
            setNoAuth();
        } else if (auth != null) {
            throw new IllegalArgumentException("auth is " + auth + ", false or an object is expected");
        }
    }

    /** As JSON, in the form that the constructor takes. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("namespaceName", namespaceName)
                .put("mode", mode.name().toLowerCase(Locale.ROOT))
                .put("readonly", readonly);
        if (serverId != null) {
            json.put("serverId", serverId);
        }
        if (username != null) {
            json.put(
                    "auth",
                    new JsonObject()
                            .put("type", "basic")
                            .put("username", username)
                            .put("password", passwordHash));
        } else if (authNamed) {
            json.put("auth", false);
        }
        return json;
    }

    /** See {@link #setNamespaceName}. */
    public String getNamespaceName() {
        return namespaceName;
    }

    /** Name of the namespace; {@value #DEFAULT_NAMESPACE} by default. */
    public AdminOptions setNamespaceName(String namespaceName) {
        this.namespaceName = namespaceName;
        return this;
    }

    /**
     * Asks for a name and a password.
     *
     * @param username the name
     * @param passwordHash bcrypt hash of the password, as {@code htpasswd -nbBC 10 admin secret} prints it
     * @throws IllegalArgumentException when it is no bcrypt hash
     */
    public AdminOptions setBasicAuth(String username, String passwordHash) {
        if (username == null || username.isEmpty()) {
            throw new IllegalArgumentException("the username is missing");
        }
        if (passwordHash == null || !BCRYPT_HASH.matcher(passwordHash).matches()) {
            throw new IllegalArgumentException("the password is not a bcrypt hash");
        }
        this.username = username;
        this.passwordHash = passwordHash;
        authNamed = true;
        return this;
    }

    /** Lets everybody look, and use the commands: for a server that only friends can reach. */
    public AdminOptions setNoAuth() {
        username = null;
        passwordHash = null;
        authNamed = true;
        return this;
    }

    /** Whether it was said who may look. */
    boolean isAuthNamed() {
        return authNamed;
    }

    /** The name to log in with, or null if everybody may look. */
    public String getUsername() {
        return username;
    }

    /** The bcrypt hash of the password, or null if everybody may look. */
    public String getPasswordHash() {
        return passwordHash;
    }

    /** See {@link #setMode}. */
    public Mode getMode() {
        return mode;
    }

    /** How much is told; everything by default. */
    public AdminOptions setMode(Mode mode) {
        this.mode = mode;
        return this;
    }

    /** See {@link #setReadonly}. */
    public boolean isReadonly() {
        return readonly;
    }

    /** Whether there are no commands; false by default. */
    public AdminOptions setReadonly(boolean readonly) {
        this.readonly = readonly;
        return this;
    }

    /** See {@link #setServerId}. */
    public String getServerId() {
        return serverId;
    }

    /**
     * Name of this server among several. By default its host name and process id; instances with the same name are shown as one
     * server.
     */
    public AdminOptions setServerId(String serverId) {
        this.serverId = serverId;
        return this;
    }
}
