package io.samvad.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Samples of a program, summed by who called whom. As text it is in the folded form that other tools know, too: a line for each
 * stack, its frames from the outermost to the innermost with semicolons in between, a space, and how often it was seen.
 */
final class CallTree {
    private final String name;
    private final Map<String, CallTree> callees = new TreeMap<>();
    private long self;

    /** @param name of all that is in it */
    CallTree(String name) {
        this.name = name;
    }

    /** @param folded one stack in each line */
    static CallTree parse(String name, Stream<String> folded) {
        CallTree root = new CallTree(name);
        folded.filter(line -> !line.isBlank()).forEach(line -> {
            int space = line.lastIndexOf(' ');
            root.add(List.of(line.substring(0, space).split(";")), Long.parseLong(line.substring(space + 1)));
        });
        return root;
    }

    /** @param stack from the outermost frame to the innermost */
    void add(List<String> stack, long count) {
        CallTree at = this;
        for (String frame : stack) {
            at = at.callees.computeIfAbsent(frame, CallTree::new);
        }
        at.self += count;
    }

    String name() {
        return name;
    }

    /** How often this was the innermost frame. */
    long self() {
        return self;
    }

    /** How often it was on the stack, here. */
    long total() {
        return self + callees.values().stream().mapToLong(CallTree::total).sum();
    }

    /** Those that were called, the most frequent first. */
    List<CallTree> callees() {
        return callees.values().stream()
                .sorted(Comparator.comparingLong(CallTree::total).reversed())
                .toList();
    }

    /** This and all below it. */
    Stream<CallTree> walk() {
        return Stream.concat(Stream.of(this), callees.values().stream().flatMap(CallTree::walk));
    }

    /** In the folded form. */
    String folded() {
        List<String> lines = new ArrayList<>();
        fold("", lines);
        return String.join("\n", lines);
    }

    private void fold(String before, List<String> lines) {
        for (CallTree callee : callees.values()) {
            String stack = before + callee.name;
            if (callee.self > 0) {
                lines.add(stack + " " + callee.self);
            }
            callee.fold(stack + ";", lines);
        }
    }
}
