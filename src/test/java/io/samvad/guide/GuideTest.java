package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide shows is what compiles and runs here. */
class GuideTest {
    private static final Path PAGES = Path.of("docs/guide");
    private static final Path SOURCES = Path.of("src/test/java/io/samvad/guide");
    private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SNIPPET =
            Pattern.compile("^ *// snippet: ([^\n]+)\n(.*?)^ *// end$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void everyJavaOfTheGuideIsASnippetOfAClassThatRuns() {
        Map<String, String> snippets = snippets();
        List<String> strange = new ArrayList<>();
        int blocks = 0;
        for (Path page : files(PAGES, ".md")) {
            Matcher block = BLOCK.matcher(read(page));
            while (block.find()) {
                blocks++;
                if (!snippets.containsValue(bare(block.group(1)))) {
                    strange.add(page.getFileName() + ":\n" + block.group(1));
                }
            }
        }
        assertThat(strange).isEmpty();
        assertThat(blocks).isPositive();
    }

    @Test
    void everySnippetIsShownSomewhere() {
        Set<String> shown = new HashSet<>();
        files(PAGES, ".md")
                .forEach(page -> BLOCK.matcher(read(page)).results().forEach(block -> shown.add(bare(block.group(1)))));
        Map<String, String> unseen = snippets();
        unseen.values().removeAll(shown);
        assertThat(unseen.keySet()).isEmpty();
    }

    @Test
    void everyLinkOfTheGuideLeadsToAFile() {
        List<String> broken = new ArrayList<>();
        for (Path page : files(PAGES, ".md")) {
            LINK.matcher(read(page)).results().map(link -> link.group(1)).forEach(target -> {
                if (!Files.exists(page.resolveSibling(target))) {
                    broken.add(page.getFileName() + ": " + target);
                }
            });
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theGuideNamesEveryOfItsPages() {
        String contents = read(PAGES.resolve("README.md"));
        assertThat(files(PAGES, ".md").stream().map(page -> page.getFileName().toString()))
                .allMatch(page -> page.equals("README.md") || contents.contains("(" + page + ")"));
    }

    /** By file and name, without the indentation they share. */
    private static Map<String, String> snippets() {
        Map<String, String> snippets = new LinkedHashMap<>();
        for (Path source : files(SOURCES, ".java")) {
            SNIPPET.matcher(read(source)).results().forEach(snippet -> {
                String name = source.getFileName() + ": " + snippet.group(1);
                assertThat(snippets.put(name, bare(snippet.group(2)))).as(name).isNull();
            });
        }
        String tenLines = read(SOURCES.resolve("TenLineChat.java"));
        snippets.put("TenLineChat.java", bare(tenLines.substring(tenLines.indexOf("public class"))));
        return snippets;
    }

    private static String bare(String code) {
        return code.stripTrailing().stripIndent().strip();
    }

    private static List<Path> files(Path folder, String end) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
