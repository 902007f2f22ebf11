package io.samvad.guide;

import io.samvad.socketio.SocketIo;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

/** The chat of the README; {@link ReadmeTest} holds the two together and runs it. */
public class TenLineChat extends VerticleBase {
    @Override
    public Future<?> start() {
        SocketIo io = SocketIo.create(vertx);
        io.onConnection(socket -> socket.on("chat message", args -> io.emit("chat message", args.get(0))));
        return vertx.createHttpServer().requestHandler(io).listen(config().getInteger("port", 3000));
    }

    public static void main(String[] args) {
        Vertx.vertx().deployVerticle(TenLineChat.class, new DeploymentOptions().setInstances(4));
    }
}
