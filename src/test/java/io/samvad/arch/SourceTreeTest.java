package io.samvad.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is asked of the files themselves: the compiler and the class files do not know of it. */
class SourceTreeTest {

    private static final int MAX_LINES = 450;

    private static final Set<String> TOP_LEVEL = Set.of(
            "pom.xml",
            "src",
            "webroot",
            "conf",
            "docs",
            "bin",
            "README.md",
            "LICENSE",
            "NOTICE",
            "CHANGELOG.md",
            "CONTRIBUTING.md");

    /** Left behind by a build or a running server, and ignored by git. */
    private static final Set<String> LEFT_BEHIND = Set.of("target", "data");

    private static final Path MAIN = Path.of("src", "main", "java");

    private static final Path TESTS = Path.of("src", "test", "java");

    @Test
    void theTopLevelHoldsNothingUnexpected() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(""))) {
            assertThat(entries.map(Path::toString).filter(name -> !name.startsWith(".")))
                    .allMatch(name -> TOP_LEVEL.contains(name) || LEFT_BEHIND.contains(name));
        }
    }

    @Test
    void mainFilesAreShortEnoughToRead() {
        assertThat(files(MAIN).stream().filter(file -> lines(file).size() > MAX_LINES))
                .isEmpty();
    }

    /** Inside a line {@code @param} is a word like any other, and stands as such in the documentation. */
    @Test
    void aTagOfACommentBeginsItsLine() {
        Pattern inside = Pattern.compile("^\\s*/?\\*.*[\\w.)}] @(param|return|throws) ");
        assertThat(linesThat((lines, at) -> inside.matcher(lines.get(at)).find(), MAIN, TESTS))
                .isEmpty();
    }

    @Test
    void whatIsPublicSaysWhatItIsFor() {
        assertThat(linesThat(SourceTreeTest::isPublicAndSilent, MAIN)).isEmpty();
    }

    private static boolean isPublicAndSilent(List<String> lines, int at) {
        if (!lines.get(at).strip().startsWith("public ")
                || lines.stream().noneMatch(line -> line.startsWith("public "))) {
            return false;
        }
        int before = at - 1;
        while (lines.get(before).strip().startsWith("@")) {
            before--;
        }
        return !lines.get(before).endsWith("*/")
                && !lines.subList(before, at).toString().contains("@Override");
    }

    private static List<String> linesThat(BiPredicate<List<String>, Integer> condition, Path... roots) {
        List<String> found = new ArrayList<>();
        for (Path file : Stream.of(roots).flatMap(root -> files(root).stream()).toList()) {
            List<String> lines = lines(file);
            IntStream.range(0, lines.size())
                    .filter(at -> condition.test(lines, at))
                    .forEach(at -> found.add(file + ":" + (at + 1) + lines.get(at)));
        }
        return found;
    }

    @Test
    void everyPackageSaysWhatLivesThere() {
        Set<Path> packages =
                files(MAIN).stream().filter(this::isJava).map(Path::getParent).collect(Collectors.toSet());
        assertThat(packages).isNotEmpty().allMatch(room -> Files.exists(room.resolve("package-info.java")));
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(matches(everything(), file -> true, "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"))
                .isEmpty();
    }

    @Test
    void testsDoNotSleepAndAreNotSwitchedOff() {
        assertThat(matches(
                        files(TESTS),
                        this::isJava,
                        "Thread[.]sleep\\(|TimeUnit[.]\\w+[.]sleep\\(|@[\\w.]*(Disabled)\\b|\\bassum(e)\\w*\\("))
                .isEmpty();
    }

    @Test
    void nothingIsLockedOutsideOfTheServerAndTheStores() {
        Predicate<Path> shared = file -> !file.startsWith(MAIN.resolve("io/samvad/server"))
                && !file.startsWith(MAIN.resolve("io/samvad/chat/history"));
        assertThat(matches(files(MAIN), shared, "^[^*/]*\\bsynchronized\\s*\\("))
                .isEmpty();
    }

    @Test
    void noFileNamesAMachinePathOrARegistry() {
        String path = "(?<![\\w.}/-])/(work|tmp|root|home)/\\w";
        String registry = "registry[.]npmjs|registry[.]yarnpkg|repo1?[.]maven|deb[.]debian[.]org";
        assertThat(matches(everything(), file -> true, path + "|" + registry)).isEmpty();
    }

    private static List<String> matches(List<Path> files, Predicate<Path> chosen, String regex) {
        Pattern pattern = Pattern.compile(regex);
        List<String> found = new ArrayList<>();
        for (Path file : files.stream().filter(chosen).toList()) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> everything() {
        try (Stream<Path> entries = Files.list(Path.of(""))) {
            return entries.filter(entry -> !LEFT_BEHIND.contains(entry.toString()) && !entry.startsWith(".git"))
                    .flatMap(entry -> files(entry).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path start) {
        try (Stream<Path> found = Files.walk(start)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files that are no text, as pictures, have no lines. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }
}
