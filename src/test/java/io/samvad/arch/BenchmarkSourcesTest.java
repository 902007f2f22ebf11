package io.samvad.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The benchmarks are compiled in a profile of their own, which an ordinary build does not use. Those that need no library
 * besides are compiled here, so that they keep up with the server.
 */
class BenchmarkSourcesTest {

    private static final Path SOURCES = Path.of("src", "bench", "java");

    @TempDir
    private static Path output;

    private static boolean compiled;
    private static String complaints;

    @BeforeAll
    static void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> options = List.of("-proc:none", "-cp", classPath, "-d", output.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> found = Files.walk(SOURCES)) {
            List<Path> sources =
                    found.filter(BenchmarkSourcesTest::needsNoLibrary).toList();
            assertThat(sources).hasSizeGreaterThan(20);
            compiled = compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            complaints = said.toString();
        }
    }

    private static boolean needsNoLibrary(Path file) {
        try {
            return file.toString().endsWith(".java")
                    && !file.endsWith("package-info.java")
                    && !Files.readString(file).contains("import org.openjdk.jmh");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theLoadGeneratorAndItsServerCompile() {
        assertThat(compiled).as(complaints).isTrue();
    }

    // ---------------------------------------------------------------- the flame graph

    /** A frame of the picture, in its own units. */
    private record Drawn(double x, double width, double y, String style) {
        double end() {
            return x + width;
        }
    }

    @Test
    void aFrameIsAsWideAsItWasOftenOnTheStack() throws Exception {
        Map<String, Drawn> frames = drawn(
                """
                loop;io.samvad.Server.turn;tcp_sendmsg_[k] 600
                loop;io.samvad.Server.turn;io.netty.Ring.wait;io_cqring_wait_[k] 150
                loop;io.samvad.Server.turn 50
                loop;io.netty.Ring.wait 100
                compiler 99
                collector 1
                """);
        double all = frames.get("all (1,000 samples, 100.0 %)").width();
        assertThat(all).isGreaterThan(500);
        Map<String, Double> shares = Map.of(
                "loop (900 samples, 90.0 %)", 0.9,
                "io.samvad.Server.turn (800 samples, 80.0 %)", 0.8,
                "tcp_sendmsg_[k] (600 samples, 60.0 %)", 0.6,
                "io.netty.Ring.wait (150 samples, 15.0 %)", 0.15,
                "io_cqring_wait_[k] (150 samples, 15.0 %)", 0.15,
                "io.netty.Ring.wait (100 samples, 10.0 %)", 0.1,
                "compiler (99 samples, 9.9 %)", 0.099);
        shares.forEach((title, share) ->
                assertThat(frames.get(title).width()).as(title).isCloseTo(all * share, within(0.1)));
        assertThat(frames).as("what is too narrow to be seen is left out").hasSize(shares.size() + 1);
    }

    @Test
    void aFrameStandsOnTheOneThatCalledItAndBesideItsSiblings() throws Exception {
        Map<String, Drawn> frames = drawn("a;b;c 30\na;d 20\na 50\n");
        Drawn caller = frames.get("a (100 samples, 100.0 %)");
        Drawn larger = frames.get("b (30 samples, 30.0 %)");
        Drawn smaller = frames.get("d (20 samples, 20.0 %)");
        assertThat(larger.x()).isCloseTo(caller.x(), within(0.1));
        assertThat(smaller.x()).isCloseTo(larger.end(), within(0.1));
        assertThat(smaller.end()).isLessThan(caller.end());
        assertThat(larger.y()).isEqualTo(smaller.y()).isLessThan(caller.y());
        assertThat(frames.get("c (30 samples, 30.0 %)").y()).isLessThan(larger.y());
    }

    @Test
    void aFrameHasTheColourOfWhoseCodeItIs() throws Exception {
        Map<String, Drawn> frames = drawn("t;io.vertx.A.b;io.netty.A.<init>;java.util.A.b;io.samvad.A$B.c;x_[k] 1\n");
        assertThat(frames.values())
                .extracting(Drawn::style)
                .containsExactlyInAnyOrder("native", "native", "vertx", "netty", "java", "samvad", "kernel");
    }

    /** The frames of the picture of samples, by what the pointer shows. */
    @SuppressWarnings("unchecked")
    private static Map<String, Drawn> drawn(String folded) throws Exception {
        String picture;
        try (URLClassLoader benchmarks =
                new URLClassLoader(new URL[] {output.toUri().toURL()})) {
            Class<?> flameGraph = benchmarks.loadClass("io.samvad.bench.FlameGraph");
            picture = ((UnaryOperator<String>) flameGraph.getConstructor().newInstance()).apply(folded);
        }
        NodeList groups = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(picture.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("g");
        Map<String, Drawn> frames = new HashMap<>();
        for (int i = 0; i < groups.getLength(); i++) {
            Element group = (Element) groups.item(i);
            Element box = (Element) group.getElementsByTagName("rect").item(0);
            String title = group.getElementsByTagName("title").item(0).getTextContent();
            Drawn before = frames.put(
                    title,
                    new Drawn(
                            Double.parseDouble(box.getAttribute("x")),
                            Double.parseDouble(box.getAttribute("width")),
                            Double.parseDouble(box.getAttribute("y")),
                            box.getAttribute("class")));
            assertThat(before).as(title).isNull();
        }
        return frames;
    }
}
