package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** The JVM's own recorder, where there is no perf: it sees neither the kernel nor its own threads. */
final class JfrSampler implements Sampler {
    private static final List<String> SAMPLES = List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");

    private String server;
    private Path file;
    private long end;

    @Override
    public String flags() {
        return "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints";
    }

    @Override
    public String how() {
        return "JDK Flight Recorder, every 10 ms, Java only: without perf the kernel is not seen";
    }

    @Override
    public void start(ProcessHandle process, double seconds, Path output) {
        server = Long.toString(process.pid());
        file = output.toAbsolutePath();
        end = System.nanoTime() + (long) (seconds * 1e9);
        ServerProcess.firstLine("jcmd", server, "JFR.start", "name=flame", "settings=profile");
    }

    @Override
    public CallTree end() throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        ServerProcess.firstLine("jcmd", server, "JFR.stop", "name=flame", "filename=" + file);
        CallTree samples = new CallTree("all");
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (SAMPLES.contains(event.getEventType().getName()) && event.getStackTrace() != null) {
                samples.add(stack(event), 1);
            }
        }
        return samples;
    }

    private static List<String> stack(RecordedEvent event) {
        RecordedThread thread = event.getThread("sampledThread");
        List<String> stack = new ArrayList<>();
        stack.add(String.valueOf(thread.getJavaName()).toLowerCase(Locale.ROOT));
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        for (int i = frames.size() - 1; i >= 0; i--) {
            stack.add(frames.get(i).getMethod().getType().getName() + "."
                    + frames.get(i).getMethod().getName());
        }
        return stack;
    }
}
