package io.samvad.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The most telling figures as bars, in SVG. */
final class Plot {
    private static final int WIDTH = 790;
    private static final int LABEL = 180;
    private static final int VALUE = 110;
    private static final int BAR = 20;
    private static final int HEAD = 34;
    private static final int GAP = 16;

    /** One group of bars: lengths on a logarithmic scale where servers are worlds apart. */
    private record Panel(String title, String scenario, Metric metric, boolean logarithmic) {}

    private final Results results;

    Plot(Results results) {
        this.results = results;
    }

    private List<Panel> panels() {
        String rate = results.scenarios().stream()
                .filter(title -> title.startsWith("at "))
                .findFirst()
                .orElse("");
        return List.of(
                new Panel("Saturated: deliveries a second (logarithmic)", "saturated", Metric.PER_SECOND, true),
                new Panel(rate + ": CPU per delivery, µs", rate, Metric.CPU, false),
                new Panel(rate + ": p99, ms", rate, Metric.P99, false),
                new Panel("Handshakes a second", "handshakes", Metric.HANDSHAKES, false),
                new Panel("Bytes of memory per idle connection", "idle connections", Metric.RESIDENT, false));
    }

    String svg() {
        StringBuilder body = new StringBuilder();
        int y = GAP;
        for (Panel panel : panels()) {
            Map<String, Double> values = results.medians(panel.scenario(), panel.metric());
            if (!values.isEmpty()) {
                y = draw(body, panel, values, y) + GAP;
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
                font-family="system-ui, sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                %s</svg>
                """
                .formatted(WIDTH, y, WIDTH, y, body);
    }

    private static int draw(StringBuilder body, Panel panel, Map<String, Double> values, int top) {
        text(body, GAP, top + 16, "start\" font-weight=\"600", panel.title());
        double most = values.values().stream().mapToDouble(value -> value).max().orElse(1);
        double least =
                values.values().stream().mapToDouble(value -> value).min().orElse(1);
        int y = top + HEAD - 8;
        for (Map.Entry<String, Double> value : values.entrySet()) {
            double share = panel.logarithmic()
                    ? Math.log10(value.getValue() / least * 10) / Math.log10(most / least * 10)
                    : Math.max(0, value.getValue() / most);
            int length = (int) Math.max(1, share * (WIDTH - LABEL - VALUE - GAP));
            boolean ours = value.getKey().startsWith("samvad");
            text(body, LABEL - 8, y + 14, "end", value.getKey());
            body.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\" fill=\"%s\"/>%n"
                    .formatted(LABEL, y + 2, length, BAR - 5, ours ? "#c2410c" : "#64748b"));
            text(body, LABEL + length + 6, y + 14, "start", number(value.getValue()));
            y += BAR;
        }
        return y;
    }

    private static void text(StringBuilder body, int x, int y, String anchor, String words) {
        body.append("<text x=\"%d\" y=\"%d\" fill=\"#1e293b\" text-anchor=\"%s\">%s</text>%n"
                .formatted(x, y, anchor, words.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }
}
