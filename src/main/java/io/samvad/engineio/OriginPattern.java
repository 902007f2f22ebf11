package io.samvad.engineio;

import java.util.regex.Pattern;

/**
 * A regular expression that an origin matches as a whole. Strangers choose the origin, and some expressions take time without
 * end for the right text: so both the text and the steps that may be spent on it are bounded, and what is beyond does not match.
 */
final class OriginPattern {
    /** A scheme, a host name of at most 253 characters (RFC 1035, section 2.3.4) and a port. */
    private static final int MAX_LENGTH = 300;
    /** For each character of the longest origin, many times what an expression needs that does not go astray. */
    private static final int MAX_STEPS = 20_000;

    private final Pattern pattern;

    /** @throws java.util.regex.PatternSyntaxException if it is not a regular expression */
    OriginPattern(String expression) {
        pattern = Pattern.compile(expression);
    }

    String expression() {
        return pattern.pattern();
    }

    boolean matches(String origin) {
        if (origin.length() > MAX_LENGTH) {
            return false;
        }
        try {
            return pattern.matcher(new CountedText(origin)).matches();
        } catch (TooManySteps astray) {
            return false;
        }
    }

    /** A text that may be looked at so often and no more: the one thing that all steps of a matcher have in common. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private int steps;

        private CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooManySteps() {
            super(null, null, false, false);
        }
    }
}
