package io.samvad.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmarks are compiled in a profile of their own, which an ordinary build does not use. Those that need no library
 * besides are compiled here, so that they keep up with the server.
 */
class BenchmarkSourcesTest {

    private static final Path SOURCES = Path.of("src", "bench", "java");

    @Test
    void theLoadGeneratorAndItsServerCompile(@TempDir Path output) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> options = List.of("-proc:none", "-cp", classPath, "-d", output.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> found = Files.walk(SOURCES)) {
            List<Path> sources =
                    found.filter(BenchmarkSourcesTest::needsNoLibrary).toList();
            assertThat(sources).hasSizeGreaterThan(20);
            boolean compiled = compiler.getTask(
                            complaints, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(complaints.toString()).isTrue();
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
}
