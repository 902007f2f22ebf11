package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where our server's time goes: samples its stacks under the loads of the comparison, and draws a flame graph for each; prints a
 * Markdown table of the shares and of what was asked of the kernel. Progress goes to standard error.
 */
public final class Flames {
    /** The load outlasts what watches it, which takes a moment to begin. */
    private static final double SPARE_SECONDS = 1;

    private static final Path WORK = Path.of("target", "bench");

    private final Options options;
    private final Sampler sampler;
    private final Peer ours;
    private final Profiles profiles = new Profiles();

    private Flames(Options options, Sampler sampler) {
        this.options = options;
        this.sampler = sampler;
        ours = Peer.all(options).get(0);
    }

    /** @param arguments see docs/performance.md */
    public static void main(String[] arguments) {
        try {
            Sampler sampler = Sampler.best();
            List<String> all = new ArrayList<>(List.of(arguments));
            String flags = new Options(all).text("java-flags");
            all.addAll(List.of("--only", "", "--java-flags", flags + " " + sampler.flags()));
            new Flames(new Options(all), sampler).run();
        } catch (IllegalArgumentException | IOException impossible) {
            System.err.println(impossible.getMessage());
            System.exit(2);
        }
    }

    private void run() throws IOException {
        for (Scenario scenario : Scenario.all(options)) {
            if (scenario.measure() != Scenario.Measure.MEMORY) {
                System.err.println(scenario.title());
                profile(scenario);
            }
        }
        System.out.printf(
                "%s s each; %s.%n%n- %s%n- commit %s%n%n%s%n%s",
                options.text("seconds"),
                sampler.how(),
                Machine.line(),
                ServerProcess.firstLine("git", "describe", "--always", "--dirty"),
                profiles.markdown(),
                profiles.pictures(link(Path.of(options.text("folder")))));
    }

    /** The folder as seen from the page in docs/ that the table is for. */
    private static String link(Path folder) {
        return folder.startsWith("docs") ? Path.of("docs").relativize(folder).toString() : folder.toString();
    }

    private void profile(Scenario scenario) throws IOException {
        double seconds = options.real("seconds");
        Path recorded = WORK.resolve("flame-" + scenario.name() + ".data");
        try (ServerProcess server = new ServerProcess(ours.launch(scenario, options));
                Load load = Load.of(scenario, server, options.number("in-flight"))) {
            load.warmUp(options.real("warm-up"));
            sampler.start(server.handle(), seconds, recorded);
            load.run(seconds + SPARE_SECONDS);
            CallTree samples = sampler.end();
            Calls calls = new Calls(server.handle(), seconds);
            double perSecond = load.run(seconds + SPARE_SECONDS);
            Map<String, Long> counts = calls.end();
            draw(scenario, samples);
            profiles.add(scenario, new Profiles.Profile(samples, counts, seconds, perSecond));
        }
    }

    private void draw(Scenario scenario, CallTree samples) throws IOException {
        Files.writeString(WORK.resolve("flame-" + scenario.name() + ".folded"), samples.folded());
        Path folder = Path.of(options.text("folder"));
        Files.createDirectories(folder);
        String how = "%,d samples in %s s; %s".formatted(samples.total(), options.text("seconds"), sampler.how());
        String title = "Where the server's time goes: " + scenario.title();
        Files.writeString(folder.resolve(Profiles.picture(scenario)), FlameGraph.svg(samples, title, how));
    }

    /** What the clients of a scenario do, as long as one likes. */
    private interface Load extends AutoCloseable {
        void warmUp(double seconds) throws IOException;

        /** @return deliveries or handshakes a second */
        double run(double seconds) throws IOException;

        @Override
        void close() throws IOException;

        static Load of(Scenario scenario, ServerProcess server, int inFlight) throws IOException {
            return scenario.measure() == Scenario.Measure.HANDSHAKES
                    ? new Crowds(server, scenario.plan())
                    : new Talk(server, scenario.plan(), inFlight);
        }
    }

    /** Messages over the same connections. */
    private static final class Talk implements Load {
        private final ServerProcess server;
        private final Plan plan;
        private final int inFlight;
        private LoadGenerator load;

        private Talk(ServerProcess server, Plan plan, int inFlight) {
            this.server = server;
            this.plan = plan;
            this.inFlight = inFlight;
        }

        /** A rate is too little to warm up with: that is done with a full queue. */
        @Override
        public void warmUp(double seconds) throws IOException {
            try (LoadGenerator busy = new LoadGenerator(server, plan.rate() > 0 ? plan.saturated(inFlight) : plan)) {
                busy.connect();
                busy.run(0, seconds);
            }
            load = new LoadGenerator(server, plan);
            load.connect();
        }

        @Override
        public double run(double seconds) throws IOException {
            return load.run(0, seconds).perSecond();
        }

        @Override
        public void close() throws IOException {
            if (load != null) {
                load.close();
            }
        }
    }

    /** Crowds that connect and go, one after the other; that they go is part of what is seen. */
    private record Crowds(ServerProcess server, Plan plan) implements Load {
        @Override
        public void warmUp(double seconds) throws IOException {
            run(seconds);
        }

        @Override
        public double run(double seconds) throws IOException {
            long start = System.nanoTime();
            long handshakes = 0;
            double connecting = 0;
            while (System.nanoTime() - start < seconds * 1e9) {
                try (LoadGenerator crowd = new LoadGenerator(server, plan)) {
                    Measurement seen = crowd.connect();
                    handshakes += seen.deliveries();
                    connecting += seen.seconds();
                }
            }
            return handshakes / connecting;
        }

        @Override
        public void close() {}
    }
}
