package io.samvad.engineio.relay;

import io.samvad.engineio.relay.ExchangeMessage.Kind;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The books of one loop: all its exchanges with loops of other nodes, whose requests it handles or to whom it has sent some.
 *
 * <p>While there are any, each home calls the roll every second: it names its open exchanges to their owner, who names those
 * back that it does not have. So an exchange of which one end is lost ends at the other, too, whatever was lost on the way;
 * and a loop of which nothing is heard for {@link #SILENCE} is gone with all its exchanges.
 */
final class Exchanges {
    static final long ROLL_INTERVAL = 1_000;
    static final long SILENCE = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
    private static final long NO_TIMER = -1;
    private static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(ExchangeMessageCodec.NAME);

    private final Vertx vertx;
    private final EventBus bus;
    private final String self;
    private final Relay.Home home;
    private final Handler<RelayMessage> handler;
    private final Map<String, Neighbour> neighbours = new HashMap<>();
    private List<RelayedFrameChannel> due = new ArrayList<>();
    private long lastId;
    private long timer = NO_TIMER;
    private long lastRoll;

    /** A loop of another node with which exchanges are open. */
    private static final class Neighbour {
        private final Map<Long, ExchangeEnd> atHome = new HashMap<>();
        private final Map<Long, ExchangeEnd> owned = new HashMap<>();
        private long lastHeard;
        private long rolls;

        private Map<Long, ExchangeEnd> ends(boolean ofHome) {
            return ofHome ? atHome : owned;
        }

        private List<ExchangeEnd> all() {
            List<ExchangeEnd> all = new ArrayList<>(atHome.values());
            all.addAll(owned.values());
            return all;
        }
    }

    /** @param self owner part of this loop's session ids */
    Exchanges(Vertx vertx, String self, Relay.Home home, Handler<RelayMessage> handler) {
        this.vertx = vertx;
        this.bus = vertx.eventBus();
        this.self = self;
        this.home = home;
        this.handler = handler;
        try {
            bus.registerCodec(new ExchangeMessageCodec());
        } catch (IllegalStateException registeredByAnotherLoop) {
            // one codec serves the whole bus
        }
    }

    Relay.Home home() {
        return home;
    }

    // ---------------------------------------------------------------- beginnings

    /**
     * Sends a request to an owner on another node.
     *
     * @return fails if there is no such owner
     */
    Future<Void> open(String owner, RelayMessage request) {
        long id = ++lastId;
        if (request instanceof RelayMessage.Upgrade upgrade) {
            ChannelOutpost outpost = new ChannelOutpost(this, owner, id, upgrade.exchange());
            add(outpost);
            return outpost.ask(request.sid()).onFailure(nobodyThere -> outpost.end());
        }
        PollOutpost outpost = request instanceof RelayMessage.Get get
                ? new PollOutpost(this, owner, id, get.exchange(), get.sid())
                : new PollOutpost(this, owner, id, ((RelayMessage.Post) request).exchange(), "");
        add(outpost);
        return outpost.say(request instanceof RelayMessage.Get ? Kind.GET : Kind.POST, request.sid())
                .onFailure(nobodyThere -> outpost.end());
    }

    /** A request for this loop has arrived at another node. */
    private void opened(ExchangeMessage opening) {
        String sid = opening.text();
        if (!isOurs(opening)) {
            return;
        }
        if (opening.kind() == Kind.UPGRADE) {
            RelayedUpgradeExchange exchange = new RelayedUpgradeExchange(this, opening);
            add(exchange);
            handler.handle(new RelayMessage.Upgrade(sid, exchange));
            return;
        }
        RelayedPollExchange exchange = new RelayedPollExchange(this, opening);
        add(exchange);
        handler.handle(
                opening.kind() == Kind.GET
                        ? new RelayMessage.Get(sid, exchange)
                        : new RelayMessage.Post(sid, exchange));
    }

    /** Whether the session that the text of a message names is one of this loop. */
    private boolean isOurs(ExchangeMessage message) {
        boolean ours = self.equals(SessionId.ownerOf(message.text()));
        if (!ours) {
            LOG.warn("Instance {} asks for a session that is not of this one", message.origin());
        }
        return ours;
    }

    private void add(ExchangeEnd end) {
        neighbour(end.other).ends(end.isHome()).put(end.id, end);
        if (timer == NO_TIMER) {
            lastRoll = now();
            timer = vertx.setPeriodic(ROLL_INTERVAL, interval -> callTheRoll());
        }
    }

    private Neighbour neighbour(String loop) {
        return neighbours.computeIfAbsent(loop, unknown -> {
            Neighbour met = new Neighbour();
            met.lastHeard = now();
            return met;
        });
    }

    /** An exchange goes on with another end here. */
    RelayedFrameChannel goOn(RelayedFrameChannel successor) {
        neighbour(successor.other).ends(successor.isHome()).put(successor.id, successor);
        return successor;
    }

    // ---------------------------------------------------------------- ends

    void remove(ExchangeEnd end) {
        Neighbour neighbour = neighbours.get(end.other);
        if (neighbour != null) {
            neighbour.ends(end.isHome()).remove(end.id);
            if (neighbour.atHome.isEmpty() && neighbour.owned.isEmpty()) {
                neighbours.remove(end.other);
            }
        }
    }

    /** An exchange cannot go on. */
    void lost(ExchangeEnd end, String why) {
        LOG.warn("Exchange {} with instance {} is broken off: {}", end.id, end.other, why);
        end.breakOff();
    }

    /** How many ends of exchanges with other nodes are here. */
    int count() {
        int count = 0;
        for (Neighbour neighbour : neighbours.values()) {
            count += neighbour.atHome.size() + neighbour.owned.size();
        }
        return count;
    }

    /** Ends all exchanges. */
    void close() {
        stopRolls();
        for (Neighbour neighbour : new ArrayList<>(neighbours.values())) {
            neighbour.all().forEach(ExchangeEnd::breakOff);
        }
    }

    private void stopRolls() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    // ---------------------------------------------------------------- messages

    Future<Void> send(String loop, long exchange, long sequence, Kind kind, long number, String text, byte[] bytes) {
        ExchangeMessage message = new ExchangeMessage(self, exchange, sequence, kind, number, text, bytes);
        return bus.<ExchangeMessage>sender(Relay.addressOf(loop), OPTIONS).write(message);
    }

    void receive(ExchangeMessage message) {
        Neighbour neighbour = neighbours.get(message.origin());
        if (neighbour != null) {
            neighbour.lastHeard = now();
        }
        try {
            switch (message.kind()) {
                case ROLL -> roll(neighbour, message);
                case PRESENT -> present(neighbour, message);
                case GET, POST, UPGRADE -> opened(message);
                default -> toItsEnd(neighbour, message);
            }
        } catch (RuntimeException failure) {
            LOG.error("A message of instance {} could not be followed", message.origin(), failure);
        }
    }

    private void toItsEnd(Neighbour neighbour, ExchangeMessage message) {
        ExchangeEnd end = neighbour == null
                ? null
                : neighbour.ends(!message.kind().fromHome()).get(message.exchange());
        if (end != null) {
            end.receive(message);
        } else if (message.kind() == Kind.ABORTED && !message.text().isEmpty() && isOurs(message)) {
            // It was answered here meanwhile or before.
            handler.handle(new RelayMessage.Lost(message.text()));
        }
    }

    // ---------------------------------------------------------------- the end of a turn

    /** A channel has something to send when the turn ends. */
    void due(RelayedFrameChannel channel) {
        if (due.isEmpty()) {
            home.context().runOnContext(turnEnds -> flush());
        }
        due.add(channel);
    }

    private void flush() {
        List<RelayedFrameChannel> now = due;
        due = new ArrayList<>();
        now.forEach(RelayedFrameChannel::turnEnds);
    }

    // ---------------------------------------------------------------- the roll

    private void callTheRoll() {
        long now = now();
        // Who was held up himself has not heard anybody: he listens for a while before he judges.
        boolean heldUp = now - lastRoll > 2 * ROLL_INTERVAL;
        lastRoll = now;
        for (Map.Entry<String, Neighbour> entry : new ArrayList<>(neighbours.entrySet())) {
            Neighbour neighbour = entry.getValue();
            if (heldUp) {
                neighbour.lastHeard = now;
            }
            if (now - neighbour.lastHeard > SILENCE) {
                LOG.warn("Instance {} has not been heard for {} ms, what it had here ends", entry.getKey(), SILENCE);
                neighbour.all().forEach(ExchangeEnd::breakOff);
            } else if (!neighbour.atHome.isEmpty()) {
                send(entry.getKey(), 0, neighbour.rolls++, Kind.ROLL, 0, "", bytes(neighbour.atHome.keySet()));
            }
        }
        if (neighbours.isEmpty()) {
            stopRolls();
        }
    }

    /** A home has named its exchanges: those of ours that it does not name, it does not have any more. */
    private void roll(Neighbour neighbour, ExchangeMessage message) {
        Set<Long> missing = ids(message.bytes());
        if (neighbour != null) {
            Set<Long> named = Set.copyOf(missing);
            missing.removeAll(neighbour.owned.keySet());
            List<ExchangeEnd> open = new ArrayList<>(neighbour.owned.values());
            open.removeIf(end -> named.contains(end.id));
            open.forEach(end -> lost(end, "its other end is gone"));
        }
        send(message.origin(), 0, message.sequence(), Kind.PRESENT, 0, "", bytes(missing));
    }

    /** An owner has answered the roll. */
    private void present(Neighbour neighbour, ExchangeMessage message) {
        if (neighbour != null) {
            for (long id : ids(message.bytes())) {
                ExchangeEnd end = neighbour.atHome.get(id);
                if (end != null) {
                    lost(end, "its owner does not know it");
                }
            }
        }
    }

    private static byte[] bytes(Set<Long> ids) {
        Buffer bytes = Buffer.buffer(ids.size() * Long.BYTES);
        ids.forEach(bytes::appendLong);
        return bytes.getBytes();
    }

    private static Set<Long> ids(byte[] bytes) {
        Buffer in = Buffer.buffer(bytes);
        Set<Long> ids = new HashSet<>();
        for (int at = 0; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            ids.add(in.getLong(at));
        }
        return ids;
    }

    private long now() {
        return home.clock().getAsLong();
    }
}
