import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.protocol.JacksonJsonSupport;
import java.util.List;

/** What the load generator asks of a Socket.IO server, on netty-socketio. */
public final class NettyChat {
    private NettyChat() {}

    /** Runs until a signal ends it. */
    public static void main(String[] arguments) {
        Configuration configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(Integer.parseInt(System.getenv("PORT")));
        configuration.setUseLinuxNativeEpoll(true);
        configuration.getSocketConfig().setReuseAddress(true);
        configuration.getSocketConfig().setTcpNoDelay(true);
        configuration.setJsonSupport(new JacksonJsonSupport());
        SocketIOServer server = new SocketIOServer(configuration);
        server.addEventListener(
                "chat message",
                String.class,
                (client, message, ack) -> server.getBroadcastOperations().sendEvent("chat message", message));
        server.addMultiTypeEventListener(
                "room",
                (client, args, ack) -> {
                    String room = args.first();
                    Object message = args.get(1);
                    server.getRoomOperations(room).sendEvent("room", message);
                },
                String.class,
                String.class);
        server.addEventListener("echo", String.class, (client, message, ack) -> ack.sendAckData(message));
        server.addEventListener("join", List.class, (client, rooms, ack) -> {
            for (Object room : rooms) {
                client.joinRoom((String) room);
            }
            ack.sendAckData();
        });
        server.start();
    }
}
