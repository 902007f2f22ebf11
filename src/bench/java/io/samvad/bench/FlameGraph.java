package io.samvad.bench;

import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A {@link CallTree} as a picture, in SVG: a frame is as wide as it was often on the stack, and stands on the one that called it.
 * The pointer on a frame shows its whole name and its share. Frames too narrow to be seen are left out.
 */
public final class FlameGraph implements UnaryOperator<String> {
    private static final int WIDTH = 1_200;
    private static final int ROW = 16;
    private static final int MARGIN = 10;
    private static final int HEAD = 56;
    private static final double CHARACTER = 6.1;
    private static final int FEWEST_CHARACTERS = 4;
    private static final double LEAST_SHARE = 0.003;

    /** @return the picture of stacks in the folded form */
    @Override
    public String apply(String folded) {
        return svg(CallTree.parse("all", folded.lines()), "Samples", "");
    }

    /**
     * The whole picture.
     *
     * @param title what was sampled
     * @param how it was sampled
     */
    static String svg(CallTree tree, String title, String how) {
        int height = HEAD + depth(tree, tree.total()) * ROW + MARGIN;
        StringBuilder out = new StringBuilder();
        out.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
                font-family="system-ui, sans-serif" font-size="11" fill="#0f172a">
                <style>rect{stroke:#fff;stroke-width:.5} g:hover rect{stroke:#0f172a}"""
                        .formatted(WIDTH + 2 * MARGIN, height, WIDTH + 2 * MARGIN, height));
        for (Layer layer : Layer.values()) {
            out.append(" .%s{fill:%s}".formatted(style(layer), layer.color()));
        }
        out.append("</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        out.append("<text x=\"%d\" y=\"18\" font-size=\"14\" font-weight=\"600\">%s</text>%n"
                .formatted(MARGIN, escape(title)));
        out.append("<text x=\"%d\" y=\"34\">%s</text>%n".formatted(MARGIN, escape(how)));
        legend(out);
        draw(out, tree, tree.total(), MARGIN, height - MARGIN - ROW);
        return out.append("</svg>\n").toString();
    }

    private static void legend(StringBuilder out) {
        int x = MARGIN;
        for (Layer layer : Layer.values()) {
            out.append(
                    "<rect class=\"%s\" x=\"%d\" y=\"40\" width=\"11\" height=\"11\"/><text x=\"%d\" y=\"50\">%s</text>%n"
                            .formatted(style(layer), x, x + 15, layer.title()));
            x += 120;
        }
    }

    private static boolean isWide(CallTree frame, long all) {
        return frame.total() >= all * LEAST_SHARE;
    }

    /** Rows that are drawn. */
    private static int depth(CallTree frame, long all) {
        return 1
                + frame.callees().stream()
                        .filter(callee -> isWide(callee, all))
                        .mapToInt(callee -> depth(callee, all))
                        .max()
                        .orElse(0);
    }

    private static void draw(StringBuilder out, CallTree frame, long all, double x, int y) {
        double width = (double) WIDTH * frame.total() / all;
        String share = String.format(Locale.ROOT, "%,d samples, %.1f %%", frame.total(), 100.0 * frame.total() / all);
        out.append("<g><title>%s (%s)</title>".formatted(escape(frame.name()), share));
        out.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                style(Layer.of(frame.name())),
                x,
                y,
                width,
                ROW));
        String label = label(frame.name(), (int) ((width - 4) / CHARACTER));
        if (!label.isEmpty()) {
            out.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>", x + 2, y + 12, escape(label)));
        }
        out.append("</g>\n");
        double at = x;
        for (CallTree callee : frame.callees()) {
            if (isWide(callee, all)) {
                draw(out, callee, all, at, y - ROW);
            }
            at += (double) WIDTH * callee.total() / all;
        }
    }

    /** As much of a name as there is room for. */
    private static String label(String name, int room) {
        String brief = Layer.brief(name);
        if (brief.length() <= room) {
            return brief;
        }
        return room < FEWEST_CHARACTERS ? "" : brief.substring(0, room - 1) + "…";
    }

    private static String style(Layer layer) {
        return layer.name().toLowerCase(Locale.ROOT);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
