package io.samvad.admin;

import io.samvad.socketio.BroadcastOperator;
import io.samvad.socketio.Namespace;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.protocol.Args;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pages can do to sockets. Each instance does it to its own: a namespace may be known on one of them only, and a
 * command must not bring one into being elsewhere.
 */
final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final String TO_OTHERS = "samvad:admin:command";
    private static final List<String> NAMES = List.of("emit", "join", "leave", "_disconnect");

    private final SocketIo io;
    private final Namespace admin;

    Commands(SocketIo io, Namespace admin) {
        this.io = io;
        this.admin = admin;
        admin.onServerSide(
                TO_OTHERS,
                (args, ack) ->
                        perform(args.string(0), Args.of(args.array(1).getList().toArray())));
    }

    /** Listens to the commands of one watcher. */
    void offer(Socket watcher) {
        for (String name : NAMES) {
            watcher.on(name, args -> {
                try {
                    perform(name, args);
                    admin.serverSideEmit(TO_OTHERS, name, args.toList());
                } catch (IllegalArgumentException nonsense) {
                    LOG.warn(
                            "{} sent the admin command {} with wrong arguments: {}",
                            watcher.id(),
                            name,
                            nonsense.getMessage());
                }
            });
        }
    }

    private void perform(String name, Args args) {
        String namespace = args.string(0);
        switch (name) {
            case "emit" -> {
                Object[] arguments = args.toList().stream().skip(3).toArray();
                of(namespace, args.string(1, "")).forEach(sockets -> sockets.emit(args.string(2), arguments));
            }
            case "join" -> of(namespace, args.string(2, "")).forEach(sockets -> sockets.socketsJoin(args.string(1)));
            case "leave" -> of(namespace, args.string(2, "")).forEach(sockets -> sockets.socketsLeave(args.string(1)));
            case "_disconnect" -> of(namespace, args.string(2, ""))
                    .forEach(sockets -> sockets.disconnectSockets(args.bool(1, false)));
            default -> throw new IllegalArgumentException("unknown command " + name);
        }
    }

    /**
     * The sockets of this instance that are meant, if it knows the namespace.
     *
     * @param room of them, or "" for all
     */
    private List<BroadcastOperator> of(String namespace, String room) {
        Namespace known = io.knownNamespaces().get(namespace);
        if (known == null) {
            return List.of();
        }
        return List.of(room.isEmpty() ? known.local() : known.local().to(room));
    }
}
