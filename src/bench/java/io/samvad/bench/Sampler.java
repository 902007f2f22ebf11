package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Path;

/** What takes samples of a server's stacks. */
interface Sampler {
    /** Flags that a JVM needs to be sampled. */
    String flags();

    /** In words, for the picture. */
    String how();

    /**
     * Takes samples of a process for some time, beside whatever the caller does.
     *
     * @param file where they are written to
     */
    void start(ProcessHandle server, double seconds, Path file) throws IOException;

    /**
     * Waits for the end of that time.
     *
     * @return the samples; the outermost frames are threads
     */
    CallTree end() throws IOException;

    /** The best there is: perf sees the kernel, too. */
    static Sampler best() {
        return PerfSampler.isAvailable() ? new PerfSampler() : new JfrSampler();
    }
}
